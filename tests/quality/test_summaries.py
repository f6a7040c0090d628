"""Floors for summaries: more of what editors say of a talk than TextRank's sentences have."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.summaries import share, tagged, textrank, verbatim
from ingest import embedding

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.mark.timeout(600)
def test_curated_tags_are_in_five_sentences(shared: Path) -> None:
    found = list(tagged(shared, embedding.load(), Namespace(every=4)))
    ours = np.mean([share(item, verbatim(item)) for item in found])
    assert ours >= 0.42
    assert ours > 1.2 * np.mean([share(item, textrank(item)) for item in found])
