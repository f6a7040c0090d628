"""The web-platform tests for WebVTT, in ../shared/data/formats/webvtt-w3c.

Where a transcript reader should differ from a browser, the case is listed with the reason.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Cue
from ingest.readers import webvtt

_KEPT = "a browser drops a caption whose times are damaged; its words are kept, without that time"
_ONE_DIGIT = "times with fewer or more digits are read, as Teams and others write them"
# Where the standard's captions are other than the text below each line with an arrow.
STANDARD = {
    "arrows": ["text0", "text1", "text2", "text3", "text4", "text5"],
    "nulls": ["text0", "text1", "\ufffdtext\ufffd2", "text3", "text4", "text5", "text6"],
    "signature-timings": [],
    "timings-60": ["text1", "text2"],
    "timings-eof": [],
    "timings-garbage": [],
    "timings-too-long": ["text0", "text1"],
    "timings-too-short": ["text0", "text1"],
    "whitespace-chars": ["text0", "text1", "text2"],
}
DIFFERENT = {
    "nulls": _KEPT,
    "timings-60": _KEPT,
    "timings-garbage": _KEPT,
    "timings-too-long": f"{_ONE_DIGIT}; {_KEPT}",
    "timings-too-short": f"{_ONE_DIGIT}; {_KEPT}",
    "whitespace-chars": _KEPT,
}
FILES = (
    "arrows header-garbage header-space header-tab header-timings ids newlines nulls regions-id "
    "regions-lines regions-old regions-regionanchor regions-scroll regions-viewportanchor "
    "settings-align settings-line settings-multiple settings-position settings-region "
    "settings-size settings-vertical signature-bom signature-no-newline "
    "signature-space-no-newline signature-space signature-tab-no-newline signature-tab "
    "signature-timings stylesheets timings-60 timings-eof timings-garbage timings-negative "
    "timings-omitted-hours timings-too-long timings-too-short whitespace-chars"
).split()
# (file, number of the caption): what is read instead, and why
DIFFERENT_CUES = {
    ("entities", 9): ("", "a caption of nothing but a no-break space has no words"),
    ("entities", 16): ("", "a caption of nothing but a space has no words"),
    ("entities", 17): ("", "a caption of nothing but a space has no words"),
}
KEPT_AFTER = {
    "text": (["text2"], "words after an empty line inside a caption are kept, without times"),
}


def cues_of(path: Path) -> tuple[Cue, ...]:
    try:
        return webvtt.read(path.read_bytes().decode("utf-8-sig")).cues
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
