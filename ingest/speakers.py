"""Who said it: a talk's speakers, their roles and their other names, from what the file says.

A name is never invented. A label that names nobody ("Speaker 1") stays a label; a question by
somebody the file does not name belongs to "Interviewer"; writing without an author belongs to
nobody. Roles that the file does not state are read from what is said ("I'm your host", "our
guest today") and marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.models import Attribution, Cue, Metadata, Person, Role, Speaker, Turn

INTERVIEWER = "Interviewer"
_UNNAMED = re.compile(
    r"(?:speaker|spk|channel|voice|person|participant|male|female|man|woman|unknown|audience|caller|host|guest|"
    r"interviewer|interviewee|moderator|questioner|student|narrator|announcer)"
    r"(?: ?(?:speaker|member|voice))?[ _#-]*(?:\d{1,3}|[A-Z])?|\d{1,3}|[A-Z]\d{0,2}",
    re.IGNORECASE,
)
_LABEL_ROLES: dict[str, Role] = {
    "host": "host",
    "moderator": "host",
    "guest": "guest",
    "interviewee": "guest",
    "interviewer": "interviewer",
    "narrator": "presenter",
}
_CAPITALISED = re.compile(r"(?=(\b[A-Z][\w-]+(?:\s+[A-Z][\w-]+){1,2}))")
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
_AND_I = r"\b{first}(?: [A-Z]\w+)? and I\b|\bme and {first}\b|\bmy (?:\w+ )?co-?host,? {first}\b"
_GUEST_NAMED = (
    r"(?:guest[^.?!]{{0,80}}|joined by[^.?!]{{0,60}}|talking (?:to|with)[^.?!]{{0,40}}|talk (?:to|with)[^.?!]{{0,40}}"
    r"|here with[^.?!]{{0,40}}|(?:his|her|their) name is )\b{first}\b|\bwelcome(?: to [^.?!]{{0,40}})?,? {first}\b"
    r"|\b{first},? (?:thanks|thank you|welcome)[^.?!]{{0,20}}\b(?:joining|coming|being|to the show|to the podcast)"
)
_OPENING_TURNS = 14
_CLOSING_TURNS = 10
_SPELLING = 80  # of 100: how alike two spellings of one person's name must be


@dataclass(frozen=True)
class Cast:
    """A talk's speakers, and for each turn the index of its speaker."""

    speakers: tuple[Speaker, ...]
    of_turn: tuple[int | None, ...]


def cast(
    metadata: Metadata, cues: Sequence[Cue], turns: Sequence[Turn], groups: Sequence[Sequence[int]]
) -> Cast:
    """Return who speaks in a talk.

    Args:
        metadata: What the file says about people.
        cues: The reader's cues.
        turns: The cleaned turns.
        groups: For each turn, the indexes of its cues.
    """
    people = {_key(name): p for p in metadata.people for name in (p.name, *p.aliases)}
    labels = [_label(cues[group[0]], metadata) for group in groups]
    order: dict[str, int] = {}
    found: list[Speaker] = []
    for label in labels:
        if label is not None and label not in order:
            speaker = _speaker(label, people)
            same = next((i for i, s in enumerate(found) if s.name == speaker.name), None)
            order[label] = len(found) if same is None else same
            if same is None:
                found.append(speaker)
    named = [found[order[label]].name if label is not None else None for label in labels]
    said = _said_by(found, named, turns)
    with_roles = [_with_role(speaker, said) for speaker in found]
    with_roles = _two_sided(with_roles)
    speakers = tuple(_with_aliases(s, with_roles, said) for s in with_roles)
    return Cast(speakers, tuple(order[label] if label is not None else None for label in labels))


def is_unnamed(label: str) -> bool:
    """Return whether a label names nobody: "Speaker 1", "SPEAKER_00", "Audience"."""
    return _UNNAMED.fullmatch(label.strip()) is not None


def _label(cue: Cue, metadata: Metadata) -> str | None:
    if cue.kind == "question":
        asker = [p.name for p in metadata.people if p.role == "interviewer"]
        return asker[0] if len(asker) == 1 else INTERVIEWER
    if cue.speaker is not None:
        return " ".join(cue.speaker.split())
    return _sole_author(metadata)


def _sole_author(metadata: Metadata) -> str | None:
    """Return whose words unlabelled text is, where the file names one person for all of it."""
    if metadata.kind not in ("post", "article", "talk", "notes"):
        return None
    people = [p for p in metadata.people if p.role in ("author", "presenter", "unknown")]
    return people[0].name if len(people) == 1 else None


def _key(name: str) -> str:
    return " ".join(name.lower().replace(".", "").split())


def _speaker(label: str, people: dict[str, Person]) -> Speaker:
    person = people.get(_key(label)) or _by_part(label, people)
    if person is not None:
        return _known(label, person)
    role = _LABEL_ROLES.get(label.lower().rstrip(" 0123456789"), "unknown")
    unnamed = is_unnamed(label)
    attribution: Attribution = "unknown" if unnamed and role == "unknown" else "stated"
    return Speaker(name=label, role=role, named=not unnamed, attribution=attribution)


def _known(label: str, person: Person) -> Speaker:
    """Return the speaker that the metadata knows by this label, or by a name of which it is part."""
    same = _key(person.name) == _key(label)
    others = [*person.aliases, *([] if same else [label])]
    return Speaker(
        name=person.name,
        role=person.role,
        named=not is_unnamed(person.name),
        attribution="stated" if same else "mapped",
        aliases=tuple(dict.fromkeys(name for name in others if name != person.name)),
    )


def _by_part(label: str, people: dict[str, Person]) -> Person | None:
    """Return the one person whose first or last name the label is ("Lenny")."""
    fits = {p.name: p for key, p in people.items() if _key(label) in key.split()}
    return next(iter(fits.values())) if len(fits) == 1 else None


@dataclass(frozen=True)
class _Said:
    """What each speaker says, and what is said at the talk's beginning and end."""

    texts: dict[str, list[str]]
    opening: list[tuple[str, str]]
    closing: list[tuple[str, str]]


def _said_by(found: list[Speaker], names: Sequence[str | None], turns: Sequence[Turn]) -> _Said:
    spoken = [(n, turn.text) for n, turn in zip(names, turns, strict=True) if n is not None]
    texts: dict[str, list[str]] = {speaker.name: [] for speaker in found}
    for name, text in spoken:
        texts[name].append(text)
    return _Said(texts, spoken[:_OPENING_TURNS], spoken[-_CLOSING_TURNS:])


def _with_role(speaker: Speaker, said: _Said) -> Speaker:
    """Return the speaker with the role that the talk's opening gives away, if any."""
    if speaker.role != "unknown":
        return speaker
    if speaker.name == INTERVIEWER:
        return speaker.model_copy(update={"role": "interviewer", "attribution": "inferred"})
    role = _role_in_opening(speaker.name, said)
    return speaker.model_copy(update={"role": role}) if role else speaker


def _role_in_opening(name: str, said: _Said) -> Role | None:
    first = re.escape(name.split(maxsplit=1)[0])
    host_words = " ".join(text for who, text in said.opening if who == name)
    if _SELF_HOST.search(host_words):
        return "host"
    if said.opening and said.opening[0][0] == name and _WELCOMES.search(host_words):
        return "host"
    last_words = " ".join(text for who, text in said.closing if who == name)
    if _THANKS_A_GUEST.search(last_words) and not _THANKED.search(host_words):
        return "host"
    if _THANKED.search(host_words) or _THANKED.search(last_words):
        return "guest"
    if _introduced_as_cohost(name, said):
        return "host"
    hosts_say = " ".join(text for who, text in said.opening if who != name)
    if not is_unnamed(name) and re.search(_AND_I.format(first=first), hosts_say):
        return "host"
    if not is_unnamed(name) and re.search(
        _GUEST_NAMED.format(first=first), hosts_say, re.IGNORECASE
    ):
        return "guest"
    return None


def _introduced_as_cohost(name: str, said: _Said) -> bool:
    """Return whether somebody ends with "my co-host" and this speaker speaks next."""
    for (who, text), (after, _) in zip(said.opening, said.opening[1:], strict=False):
        if who != name and after == name and _COHOST.search(text[-80:]):
            return True
    return False


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


def _with_aliases(speaker: Speaker, speakers: Sequence[Speaker], said: _Said) -> Speaker:
    """Return the speaker with the spellings of their own name that the transcript has.

    A recogniser writes what it hears: in Michael Berk's own words he is "Michael Burke". Only
    a name that begins alike and sounds much the same counts, and never another speaker's.
    """
    if not speaker.named:
        return speaker
    own = " ".join(said.texts[speaker.name])
    everybody = " ".join(text for _, text in said.opening)
    taken = {_key(s.name) for s in speakers}
    found = {n for n in _CAPITALISED.findall(own) if _misspells(n, speaker.name)}
    found |= {n for n in _CAPITALISED.findall(everybody) if _completes(n, speaker.name)}
    fresh = sorted(n for n in found if _key(n) not in taken)
    return speaker.model_copy(update={"aliases": tuple(dict.fromkeys((*speaker.aliases, *fresh)))})


def _misspells(name: str, own: str) -> bool:
    words, own_words = name.split(), own.split()
    return (
        len(words) == len(own_words) >= 2
        and words != own_words
        and words[0].lower() == own_words[0].lower()
        and words[-1][0] == own_words[-1][0]
        and fuzz.ratio(name.lower(), own.lower()) >= _SPELLING
    )


def _completes(name: str, own: str) -> bool:
    """Return whether a name as introduced ("Amir Zi") is a label's full form ("Amir")."""
    words = name.split()
    return len(own.split()) == 1 and len(words) == 2 and words[0] == own and words[1][0].isupper()
