"""Each file in tests/data/readers gives exactly the cues that the JSON beside it says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import textmap
from ingest.decode import decode
from ingest.models import Cue, Document
from ingest.readers import choose

FOLDER = Path(__file__).parent.parent / "data" / "readers"
CASES = sorted(path for path in FOLDER.iterdir() if path.with_name(f"{path.name}.json").exists())


def as_json(cue: Cue) -> dict[str, object]:
    return {
        "text": textmap.plain(cue.text),
        "speaker": cue.speaker,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "kind": cue.kind,
    } | ({} if cue.mark is None else {"mark": cue.mark})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_fixture(path: Path, obeys: Callable[[str, Document], None]) -> None:
    text = decode(path.read_bytes()).text
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    reader = choose(text, path.name)
    document = reader.read(text)
    actual = {
        "reader": reader.name,
        "cues": [as_json(cue) for cue in document.cues],
        "metadata": document.metadata.model_dump(mode="json", exclude_defaults=True),
        "problems": [
            problem.message if problem.line is None else f"{problem.line}: {problem.message}"
            for problem in document.problems
        ],
    }
    for key in ("metadata", "problems"):
        if key not in expected:
            del actual[key]
    assert expected == actual
    obeys(text, document)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_content_decides_not_the_suffix(path: Path) -> None:
    text = decode(path.read_bytes()).text
    assert choose(text, path.name).name == choose(text, "talk.txt").name
