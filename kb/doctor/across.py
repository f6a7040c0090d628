"""Checks across talks: the same talk twice, and collected quotes whose words have moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kb import duplicates
from kb.doctor.base import About, Note, Number, archive_check, percent
from kb.doctor.facts import ArchiveFacts, CollectedFacts
from kb.receipts import proves

# Another recogniser's transcript of the same talk shares about two fifths of its five-word runs;
# other talks of the same people share hardly one in a hundred.
_SAME = 0.25
_EXCERPT = 0.6


@archive_check("duplicate", about="talks whose text is nearly another's")
def duplicate(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the shorter of two talks that share most of their words."""
    found = duplicates.pairs([talk.sketch for talk in archive.talks], least=_SAME)
    for pair in found:
        longer, shorter = archive.talks[pair.first], archive.talks[pair.second]
        if (longer.words, shorter.path) < (shorter.words, longer.path):
            longer, shorter = shorter, longer
        numbers: dict[str, Number] = {
            "other": longer.path,
            "overlap": round(pair.overlap, 4),
            "contained": round(pair.contained, 4),
        }
        if pair.overlap >= _SAME:
            message = (
                f"shares {percent(pair.overlap)} of its text with {longer.path}: the same talk twice "
                "counts twice in search and topics; keep the better one"
            )
            yield About(shorter.path, Note(message, numbers))
        elif pair.contained >= _EXCERPT:
            message = (
                f"{percent(pair.contained)} of it is in {longer.path}: an excerpt; keep the whole"
            )
            yield About(shorter.path, Note(message, numbers))


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
