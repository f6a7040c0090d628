"""The web-platform tests for WebVTT, in ../shared/data/formats/webvtt-w3c.

Where a transcript reader should differ from a browser, webvtt_suite.py lists the case with the reason.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from ingest import textmap
from ingest.decode import decode
from ingest.errors import ReadError
from ingest.models import Cue
from ingest.readers import webvtt
from tests.readers.webvtt_suite import DIFFERENT, DIFFERENT_CUES, FILES, KEPT_AFTER, STANDARD


def cues_of(path: Path) -> tuple[Cue, ...]:
    try:
        return webvtt.read(decode(path.read_bytes()).text).cues
    except ReadError:
        return ()


@pytest.mark.parametrize("name", FILES)
def test_file_parsing(name: str, shared: Path) -> None:
    path = shared / "formats/webvtt-w3c/wpt-file-parsing" / f"{name}.vtt"
    raw = re.sub("\r\n?", "\n", path.read_bytes().decode("utf-8-sig"))
    expected = STANDARD.get(name, re.findall(r"-->.*\n[ ]*(\S.*)", raw))
    cues = cues_of(path)
    if name not in DIFFERENT:
        assert expected == [textmap.plain(cue.text) for cue in cues]
        assert all(cue.start_ms is not None for cue in cues)
        return
    rest = list(cues)
    for text in expected:
        cue = next(cue for cue in rest if textmap.plain(cue.text) == text)
        assert cue.start_ms is not None
        assert cue.end_ms is not None
        rest.remove(cue)
    assert rest  # else the list says more than is so
    assert all(textmap.plain(cue.text).endswith("invalid") for cue in rest)


def test_the_table_names_every_file(shared: Path) -> None:
    folder = shared / "formats/webvtt-w3c/wpt-file-parsing"
    assert sorted(path.stem for path in folder.glob("*.vtt")) == sorted(FILES)


@pytest.mark.parametrize("name", ["entities", "tags", "text", "timestamps", "tree-building"])
def test_cue_parsing(name: str, shared: Path) -> None:
    folder = shared / "formats/webvtt-w3c/wpt-cue-parsing"
    cases = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    said: defaultdict[int | None, list[Cue]] = defaultdict(list)
    for cue in cues_of(folder / f"{name}.vtt"):
        said[None if cue.start_ms is None else cue.start_ms // 1000].append(cue)
    for number, case in enumerate(cases):
        tree = case["expectedTree"]
        expected = "".join(re.findall(r'^\| +"(.*?)"\n(?=\||\Z)', tree, re.DOTALL | re.MULTILINE))
        expected, _ = DIFFERENT_CUES.get((name, number), (expected.replace("\n", " "), ""))
        assert expected == "".join(textmap.plain(cue.text) for cue in said[number]), case
        voices = [voice for voice in re.findall(r'title="(.+)"', tree) if voice]
        assert voices == [cue.speaker for cue in said[number] if cue.speaker]
    kept, _ = KEPT_AFTER.get(name, ([], ""))
    assert kept == [textmap.plain(cue.text) for cue in said[None]]
