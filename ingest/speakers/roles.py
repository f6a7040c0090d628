"""Who hosts a talk and who is its guest, from what is said at its beginning and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Role, Speaker
from ingest.speakers.labels import INTERVIEWER, is_unnamed

_SELF_HOST = re.compile(
    r"\b(?:(?:i'm|i am|we're|we are)\s+(?:\w+\s+){0,2}?(?:one of )?(?:your|the|our) (?:co-?)?hosts?\b"
    r"|(?:i'm|i am) (?:joined|here) (?:\w+ ){0,3}(?:by|with) my (?:\w+ )?co-?host"
    r"|(?:this is|i'm|i am) [A-Z]\w+(?: [A-Z]\w+)?,? (?:and )?(?:i'm )?(?:your|the) host)",
    re.IGNORECASE,
)
_WELCOMES = re.compile(
    r"\b(?:welcome(?:,? everyone| back|,? everybody)?,? (?:to|back)|thanks for (?:tuning in|listening)"
    r"|(?:my|our) (?:\w+ ){0,2}guests? (?:today|this week|is|are|for)"
    r"|we have an? (?:\w+ )?guest|i'm joined by|we're joined by|joining (?:me|us) (?:today|now|is)"
    r"|(?:today|this week),? (?:we're|we are|i'm) (?:talking|speaking|joined|here))",
    re.IGNORECASE,
)
_COHOST = re.compile(r"\bmy (?:\w+ )?co-?hosts?\b", re.IGNORECASE)
_THANKED = re.compile(
    r"\b(?:thanks?(?: you)?(?: so much| very much)?,? (?:\w+,? )?for (?:having|inviting|the invitation|bringing) ?(?:me|us)?"
    r"|(?:great|glad|happy|good|excited|pleasure|honou?red) to be (?:here|on|back))",
    re.IGNORECASE,
)
_THANKS_A_GUEST = re.compile(
    r"\b(?:thanks?(?: you)?(?: so much| very much| a lot| again)?,? (?:\w+,? ){0,2}for (?:coming|joining|being (?:here|on|with)|"
    r"your time|taking the time|sharing)|(?:we|i)(?:'ll| will) (?:see|talk to|be back) (?:\w+ ){0,3}(?:next time|next week|soon))",
    re.IGNORECASE,
)
_AND_I = r"\b{first}(?: [A-Z]\w+)? and I\b|\bme and {first}\b"
_COHOST_NAMED = (
    r"\bco-?host,? {first}\b|\bwith me,? as (?:always|usual|ever),?[^.?!]{{0,30}}\b{first}\b"
    r"|\b{first}(?: [A-Z][\w'’-]+)?,? (?:who is |is )?my co-?host\b"
)
_GUEST_NAMED = (
    r"(?:guest[^.?!]{{0,80}}|joined by[^.?!]{{0,60}}|talking (?:to|with)[^.?!]{{0,40}}|talk (?:to|with)[^.?!]{{0,40}}"
    r"|here with[^.?!]{{0,40}}|(?:his|her|their) name is )\b{first}\b|\bwelcome(?: to [^.?!]{{0,40}})?,? {first}\b"
    r"|\b{first},? (?:thanks|thank you|welcome)[^.?!]{{0,20}}\b(?:joining|coming|being|to the show|to the podcast)"
    r"|\bwe have {first}\b[^.?!]{{0,40}}\b(?:here|on the|with us)\b"
    r"|\bto have you (?:here|on|back|with us)\b[^.?!]{{0,30}}, {first}\b"
)
OPENING_TURNS = 14
_CLOSING_TURNS = 10


@dataclass(frozen=True)
class _Ends:
    """Who says what at the talk's beginning and end, in order."""

    opening: Sequence[tuple[str, str]]
    closing: Sequence[tuple[str, str]]


def with_roles(speakers: Sequence[Speaker], spoken: Sequence[tuple[str, str]]) -> list[Speaker]:
    """Return the speakers with the roles that the talk gives away; roles that are known stay.

    Args:
        speakers: Those of a talk.
        spoken: Who says what, in order.
    """
    ends = _Ends(spoken[:OPENING_TURNS], spoken[-_CLOSING_TURNS:])
    return _two_sided([_with_role(speaker, ends) for speaker in speakers])


def _with_role(speaker: Speaker, ends: _Ends) -> Speaker:
    if speaker.role != "unknown":
        return speaker
    if speaker.name == INTERVIEWER:
        return speaker.model_copy(update={"role": "interviewer", "attribution": "inferred"})
    role = _role(speaker.name, ends)
    return speaker.model_copy(update={"role": role}) if role else speaker


def _role(name: str, ends: _Ends) -> Role | None:
    own = " ".join(text for who, text in ends.opening if who == name)
    last = " ".join(text for who, text in ends.closing if who == name)
    if _SELF_HOST.search(own):
        return "host"
    if ends.opening and ends.opening[0][0] == name and _WELCOMES.search(own):
        return "host"
    if _called_cohost(name, ends):
        return "host"
    if _THANKS_A_GUEST.search(last) and not _THANKED.search(own):
        return "host"
    if _THANKED.search(own) or _THANKED.search(last):
        return "guest"
    others = [(who, text) for who, text in ends.opening if who != name]
    if _with_me(name, others):
        return "host"
    if _says(_GUEST_NAMED, name, " ".join(text for _, text in others), re.IGNORECASE):
        return "guest"
    return None


def _called_cohost(name: str, ends: _Ends) -> bool:
    """Return whether another speaker calls this one a co-host, by name or by handing over."""
    others = " ".join(text for who, text in ends.opening if who != name)
    return _says(_COHOST_NAMED, name, others) or any(
        who != name and after == name and _COHOST.search(text[-80:])
        for (who, text), (after, _) in zip(ends.opening, ends.opening[1:], strict=False)
    )


def _with_me(name: str, others: Sequence[tuple[str, str]]) -> bool:
    """Return whether somebody says "Ben and I", which guests say of each other, too."""
    guests = {who for who, text in others if _THANKED.search(text)}
    return _says(_AND_I, name, " ".join(text for who, text in others if who not in guests))


def _says(pattern: str, name: str, text: str, flags: int = 0) -> bool:
    if is_unnamed(name):
        return False
    first = re.escape(name.split(maxsplit=1)[0])
    return re.search(pattern.format(first=first), text, flags) is not None


def _two_sided(speakers: list[Speaker]) -> list[Speaker]:
    """Where two people talk and one of them is the host, the other is the guest, and so back."""
    if len(speakers) != 2:
        return speakers
    roles = [speaker.role for speaker in speakers]
    answer: dict[Role, Role] = {"host": "guest", "guest": "host", "interviewer": "guest"}
    out = list(speakers)
    for one, other in ((0, 1), (1, 0)):
        if roles[other] == "unknown" and roles[one] in answer:
            out[other] = out[other].model_copy(update={"role": answer[roles[one]]})
    return out
