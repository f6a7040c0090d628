"""What the fuzzer found (benchmarks/fuzz), made as small as it still tells: it stays mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.models import Document
from ingest.readers import READERS

FOUND = {
    "an entity written twice, in a tag": (
        "youtube",
        '<transcript><text start="0.5">I <b a="&amp;amp;">keep</b> bees &amp;amp; goats</text></transcript>',
    ),
    "a segment that ends before it begins": (
        "podcast-json",
        '{"segments": [{"startTime": 8.5, "endTime": 6, "body": "And another one."}]}',
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name: str, obeys: Callable[[str, Document], None]) -> None:
    reader, text = FOUND[name]
    obeys(text, READERS.get(reader).read(text))
