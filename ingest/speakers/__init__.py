"""Who said it: a talk's speakers, their roles and their other names, from what the file says.

A name is never invented. A label that names nobody ("Speaker 1") stays a label; a question by
somebody the file does not name belongs to "Interviewer"; writing without an author belongs to
nobody. Who a label may be is gathered as clues, for people to decide on.
"""

from __future__ import annotations

from ingest.speakers.casting import Cast, cast
from ingest.speakers.clues import Clue, ClueKind, Said, Voice, clues
from ingest.speakers.guesses import Guess, guesses
from ingest.speakers.labels import INTERVIEWER, is_unnamed, plain

__all__ = [
    "INTERVIEWER",
    "Cast",
    "Clue",
    "ClueKind",
    "Guess",
    "Said",
    "Voice",
    "cast",
    "clues",
    "guesses",
    "is_unnamed",
    "plain",
]
