"""What every reader's result must obey; the tests and the fuzzer ask it of everything they read."""

from __future__ import annotations

from ingest import textmap
from ingest.models import Document


def obeys(source: str, document: Document) -> None:
    """Assert that segments lie side by side and quote the source, and that times make sense."""
    for cue in document.cues:
        assert textmap.plain(cue.text).strip(), cue
        assert 0 <= cue.text[0].start <= cue.text[-1].end <= len(source)
        for before, after in zip(cue.text, cue.text[1:], strict=False):
            assert before.end == after.start, (before, after)
        for segment in cue.text:
            assert segment.start <= segment.end
            if segment.rule is None:
                assert segment.text == source[segment.start : segment.end] != ""
        assert cue.start_ms is None or cue.start_ms >= 0
        assert cue.end_ms is None or cue.start_ms is None or cue.end_ms >= cue.start_ms
