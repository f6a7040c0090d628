"""What every reader's result must obey, and where the shared data is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.models import Document
from tests.readers.rules import obeys as _obeys

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
