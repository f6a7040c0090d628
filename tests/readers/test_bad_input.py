"""Damaged files: what is still read, and what a refusal says."""

import json
import time
from pathlib import Path

import pytest

from ingest.errors import ReadError, UnknownFormatError
from ingest.readers import READERS, choose

FOLDER = Path(__file__).parent.parent / "data" / "readers"
OBJECTS = sorted(
    path
    for path in FOLDER.glob("*.json")
    if path.with_name(f"{path.name}.json").exists() and path.read_text("utf-8").startswith("{")
)
# Well-formed JSON that is no transcript, though its words are those of some.
OTHERS = [
    {"segments": [{"name": "a", "start": 1}]},
    {"segments": [{"title": "a", "startTime": 1}], "version": "1.0.0", "total": 3},
    {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Intro"}]},
    {"results": [{"id": 1, "name": "x"}], "count": 1},
    {"results": {"channels": [{"name": "general"}]}},
    {"id": 1, "text": "a tweet", "status": "sent"},
    {"transcription": "a word"},
    {"monologues": "none"},
    {"text": "only this"},
    {"words": ["a", "b"]},
    [{"id": 1}, {"id": 2}],
    [1, 2, 3],
    [],
    {},
]


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.5, 0.75, 0.95])
def test_cut_off_json_says_so(path: Path, share: float) -> None:
    text = path.read_text(encoding="utf-8")
    cut = text[: int(len(text) * share)]
    assert choose(cut, path.name).name == choose(text, path.name).name
    with pytest.raises(ReadError, match=r"^line \d+: the JSON ends too early \(cut off\?\)$"):
        choose(cut, path.name).read(cut)


@pytest.mark.parametrize("value", OTHERS, ids=str)
def test_json_of_another_shape_is_nobodys(value: object) -> None:
    with pytest.raises(UnknownFormatError):
        choose(json.dumps(value), "a.json")


def test_invalid_json_says_where() -> None:
    text = '{"segments": [\n{"start": 0, "end": 1, "text": "a"},\n{"start": 1 "end"}]}'
    with pytest.raises(ReadError, match="line 3: the JSON is not valid: expecting ',' delimiter"):
        choose(text, "a.json").read(text)


@pytest.mark.parametrize("text", ["Bob: hello\n\nAnn: hi\n", "# A post\n\nSome words: here."])
def test_tagged_text_and_prose_are_not_claimed(text: str) -> None:
    claimed = {reader.name for reader in READERS if reader.sniff(text, "a.txt") > 0}
    assert claimed <= {"tagged", "prose"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("webvtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n"),
        ("srt", "1\n00:00:00,000 --> 00:00:01,000\n"),
        ("html", "<!doctype html><body><p>"),
        ("podcast-html", "<time>0:00</time><p>"),
        ("whisper", '{"segments": [{"start": 0, "end": 1, "text": "'),
        ("turns", '{"speaker": "A", "text": "'),
        ("tsv", "start\tend\ttext\n0\t1\t"),
    ],
)
@pytest.mark.parametrize("filler", ["word ", "<", "&", "a: ", "\\u", "<v ", "(", "♪"])
def test_one_long_line_is_read_in_time(name: str, head: str, filler: str) -> None:
    text = head + filler * (400_000 // len(filler))
    begun = time.process_time()
    for reader in READERS:
        assert 0 <= reader.sniff(text[:32768], "a.txt") <= 1
    try:
        READERS.get(name).read(text)
    except ReadError as error:
        assert str(error)  # noqa: PT017 - either answer is right, none may take long
    assert time.process_time() - begun < 10
