"""People across talks: who may be who, and what users decide about it.

A name is never put in silently: clues give suggestions, with the words that speak for them, and
people accept or reject these. Decisions are kept by talks' paths and by names, so they hold when
files are ingested again. They are written into the tables that everything reads (`speakers`,
`talk_speakers`, `speaker_aliases`, `turns`, `passages`, `quotes`): search, lists, facets and SQL
follow them without knowing of them. What ingestion had found is set aside, and comes back when one
is undone.
"""

from __future__ import annotations

from kb.people.applying import apply
from kb.people.decisions import (
    about,
    accept,
    adopt,
    decisions,
    merge,
    reject,
    rename,
    undo,
    version,
)
from kb.people.excerpts import Excerpt, excerpts
from kb.people.files import dump, load
from kb.people.finding import Subject, find, moved_to
from kb.people.records import Decision
from kb.people.standing import settle
from kb.people.suggesting import Evidence, Suggestion, by_speaker, of_speaker, suggestions
from kb.people.voices import UnnamedVoice, voices

__all__ = [
    "Decision",
    "Evidence",
    "Excerpt",
    "Subject",
    "Suggestion",
    "UnnamedVoice",
    "about",
    "accept",
    "adopt",
    "apply",
    "by_speaker",
    "decisions",
    "dump",
    "excerpts",
    "find",
    "load",
    "merge",
    "moved_to",
    "of_speaker",
    "reject",
    "rename",
    "settle",
    "suggestions",
    "undo",
    "version",
    "voices",
]
