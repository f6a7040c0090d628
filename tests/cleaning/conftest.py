"""What the tests of cleaning share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest import textmap
from ingest.cleaning import Level, clean_text


@pytest.fixture(scope="session")
def cleaned() -> Callable[..., str]:
    """Return the words of a turn as a level cleans them."""

    def run(said: str, level: Level = "light", *, english: bool = True) -> str:
        text = textmap.verbatim(said, 0, len(said))
        return textmap.plain(clean_text(text, level, english=english))

    return run
