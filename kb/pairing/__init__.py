"""The files of one talk, which lie beside each other: found by name, and the best text chosen.

for group in groups(files):
    documents = {file.name: read(file) for file in group.texts}
    choice = choose(documents, languages=group.languages)
    chapters = place(read_chapters(text), documents[choice.best].cues)
"""

from __future__ import annotations

from kb.pairing.chapters import TimedChapter, is_chapters, place, read_chapters
from kb.pairing.choice import Choice, Score, choose, merit, reason, score
from kb.pairing.groups import Group, families, groups

__all__ = [
    "Choice",
    "Group",
    "Score",
    "TimedChapter",
    "choose",
    "families",
    "groups",
    "is_chapters",
    "merit",
    "place",
    "read_chapters",
    "reason",
    "score",
]
