"""Labels: what a file calls its voices, and whether that names anybody."""

from __future__ import annotations

import re

from ingest.models import Role

INTERVIEWER = "Interviewer"
_UNNAMED = re.compile(
    r"(?:speaker|spk|channel|voice|person|participant|male|female|man|woman|unknown|unidentified|audience|caller|"
    r"host|guest|interviewer|interviewee|moderator|questioner|student|narrator|announcer|operator|crowd|everyone|"
    r"intro|outro|jingle|voice-?over|sprecher(?:in)?|hablante|locuteur|interlocutor)"
    r"(?: ?(?:speaker|member|voice))?[ _#-]*(?:\d{1,3}|[A-Z])?|\d{1,3}|[A-Z]\d{0,2}",
    re.IGNORECASE,
)
_ROLES: dict[str, Role] = {
    "host": "host",
    "moderator": "host",
    "guest": "guest",
    "interviewee": "guest",
    "interviewer": "interviewer",
    "narrator": "presenter",
}


def is_unnamed(label: str) -> bool:
    """Return whether a label names nobody: "Speaker 1", "SPEAKER_00", "Audience"."""
    return _UNNAMED.fullmatch(label.strip()) is not None


def role_of(label: str) -> Role:
    """Return the role that a label states: of "Guest 2" that of a guest."""
    return _ROLES.get(label.lower().rstrip(" 0123456789"), "unknown")


def plain(name: str) -> str:
    """Return a name in the form by which names are compared: without case, stops and wide space."""
    return " ".join(name.lower().replace(".", "").split())
