"""Checks across talks: the same talk twice, and collected quotes whose words have moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kb import duplicates
from kb.doctor.base import About, Note, Number, archive_check, percent
from kb.doctor.facts import ArchiveFacts, CollectedFacts, SketchedTalk
from kb.duplicates import Pair
from kb.receipts import proves

# Of its five-word runs. Two recognisers who each get a word in ten wrong share .39; other talks
# of the same people share up to .02, and answers to the same questionnaire up to .09.
_SHARED = 0.25
_AS_LONG = 0.6  # of the longer one; shorter than this is a part of it


@archive_check("duplicate", about="talks whose text is another's, or is part of another's")
def duplicate(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the shorter of two talks that share most of its words, with the one nearest to it."""
    said: set[str] = set()
    for pair in duplicates.pairs([talk.sketch for talk in archive.talks], least=_SHARED):
        shorter, longer = sorted(
            (archive.talks[pair.first], archive.talks[pair.second]),
            key=lambda talk: (talk.sketch.runs, talk.path),
        )
        if shorter.path not in said:
            said.add(shorter.path)
            yield About(shorter.path, _same(shorter, longer, pair))


def _same(shorter: SketchedTalk, longer: SketchedTalk, pair: Pair) -> Note:
    whole = shorter.sketch.distinct >= _AS_LONG * longer.sketch.distinct
    shared = percent(pair.contained)
    message = (
        f"shares {shared} of its wording with {longer.path}: the same talk twice, which counts twice "
        "in search and topics; keep the better one"
        if whole
        else f"{shared} of its wording is part of {longer.path}; keep the longer one, or both if the "
        "part is published on its own"
    )
    numbers: dict[str, Number] = {
        "other": longer.path,
        "overlap": round(pair.overlap, 4),
        "contained": round(pair.contained, 4),
    }
    return Note(message, numbers, severity=None if whole else "info")


@archive_check("orphan", about="collected quotes whose receipt no longer holds")
def orphan(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the collected quotes that no longer equal the source at their place."""
    yield from chain.from_iterable(_orphaned(quote) for quote in archive.collected)


def _orphaned(quote: CollectedFacts) -> Iterator[About]:
    shown = quote.text if len(quote.text) <= 40 else quote.text[:40].rsplit(" ", 1)[0] + " …"
    what = f"“{shown}” in collection {quote.collection}"
    numbers: dict[str, Number] = {"collected_id": quote.id, "collection": quote.collection}
    if quote.source is None:
        message = (
            f"{what}: its talk is no longer here, so the quote cannot be checked; ingest it again"
        )
        yield About(quote.talk, Note(message, {**numbers, "found": "no talk"}))
    elif not proves(
        quote.source, quote.start_char, quote.end_char, quote.edits, quote.text, quote.sha256
    ):
        moved = quote.source_text in quote.source
        advice = (
            "the same words are elsewhere in it now; collect them again from there"
            if moved
            else "the words are no longer in it; compare the two and correct or drop the quote"
        )
        message = f"{what}: the talk's file has changed, {advice}"
        yield About(quote.talk, Note(message, {**numbers, "found": "elsewhere" if moved else "no"}))
