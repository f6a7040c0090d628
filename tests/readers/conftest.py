"""What every reader's result must obey, and where the shared data is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import textmap
from ingest.models import Document

_SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def obeys() -> Callable[[str, Document], None]:
    """Return the assertion that a document is true to its source."""
    return _obeys


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared data, where this checkout has it."""
    if not _SHARED.is_dir():
        pytest.skip("the shared data is not beside this checkout")
    return _SHARED


def _obeys(source: str, document: Document) -> None:
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
