"""Topics across talks: what users decide about them, and what is known of one.

Decisions (rename, merge, hide, pin) are kept by a topic's canonical key, so they hold when files
are ingested again and for talks that come later. They are written into the tables that everything
reads (`topics`, `talk_topics`, `passage_topics`): lists, filters, facets and SQL follow them
without knowing of them. What ingestion had found is set aside, and comes back when one is undone.
"""

from __future__ import annotations

from kb.topics.applying import apply
from kb.topics.decisions import (
    PARTS,
    adopt,
    decisions,
    hide,
    merge,
    pin,
    rename,
    undo,
    version,
)
from kb.topics.files import dump, load
from kb.topics.finding import Subject, find, moved_to, shown
from kb.topics.over_time import GRAINS, Course, Grain, Period, over_time
from kb.topics.records import Decision
from kb.topics.related import Related, related
from kb.topics.voices import SpokenOf, Voice, subjects, voices

__all__ = [
    "GRAINS",
    "PARTS",
    "Course",
    "Decision",
    "Grain",
    "Period",
    "Related",
    "SpokenOf",
    "Subject",
    "Voice",
    "adopt",
    "apply",
    "decisions",
    "dump",
    "find",
    "hide",
    "load",
    "merge",
    "moved_to",
    "over_time",
    "pin",
    "related",
    "rename",
    "shown",
    "subjects",
    "undo",
    "version",
    "voices",
]
