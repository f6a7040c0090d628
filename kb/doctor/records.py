"""Checks of what is known about a talk: its date, title, link and vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kb.doctor.base import Note, many, talk_check
from kb.doctor.facts import TalkFacts

_APART = re.compile(r"[\W_]+")


@talk_check("no-date", about="talks without a date", severity="info")
def no_date(talk: TalkFacts) -> Iterator[Note]:
    """Yield that the talk cannot be found by when it was."""
    if not talk.date:
        yield Note("no date, so it is not found by time; put `date: 2024-05-01` in a sidecar")


@talk_check("no-title", about="talks whose file says no title", severity="info")
def no_title(talk: TalkFacts) -> Iterator[Note]:
    """Yield that the title is made of the file's name or of the talk's first words."""
    stem = _plain(PurePosixPath(talk.path).stem)
    if talk.title == talk.path or _plain(talk.title) == stem:
        yield Note("its title is the file's name; put `title:` in a sidecar")
    elif talk.title.endswith("…") and talk.turns:
        opening = _plain(talk.turns[0].text)
        if opening.startswith(_plain(talk.title)[:40]):
            yield Note("its title is its first words; put `title:` in a sidecar")


@talk_check("no-link", about="talks without a link", severity="info")
def no_link(talk: TalkFacts) -> Iterator[Note]:
    """Yield that quotes cannot lead to where the talk is published."""
    if not talk.url:
        yield Note(
            "no link, so quotes do not lead to the page or recording; put `url:` or `media_url:` "
            "in a sidecar"
        )


@talk_check("no-vectors", about="passages that are not found by meaning")
def no_vectors(talk: TalkFacts) -> Iterator[Note]:
    """Yield how many passages have no vector."""
    missing = talk.passages - talk.vectors
    if missing > 0:
        some = (
            f"{missing:,} of {many(talk.passages, 'passage')}" if talk.vectors else "all passages"
        )
        yield Note(
            f"{some} lack a vector, so they are found by their words only; run: kb ingest {talk.root}",
            {"missing": missing, "passages": talk.passages},
        )


def _plain(text: str) -> str:
    return _APART.sub(" ", text.lower()).strip()
