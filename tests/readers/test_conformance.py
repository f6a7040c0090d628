"""docs/formats.md says of every transcript beside the checkout what becomes of it; so it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.readers import conformance


@pytest.mark.slow
def test_the_table_says_what_is_so(shared: Path) -> None:
    said = json.loads(conformance.FOUND.read_text("utf-8"))
    found = json.loads(json.dumps(conformance.rows(shared)))
    assert [row for row in found if row not in said] == []
    assert found == said
