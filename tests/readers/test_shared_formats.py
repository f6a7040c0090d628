"""Every file of ../shared/data/formats is read by the right reader, or refused for the right reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import textmap
from ingest.decode import decode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers import choose

# file: (reader, cues, speakers) or what the refusal says
READ: dict[str, tuple[str, int, set[str | None]]] = {
    "deepgram-captions/assemblyai_transcription.json": ("assemblyai", 3, {"A"}),
    "deepgram-captions/assemblyai_utterances.json": ("assemblyai", 3, {"A"}),
    "deepgram-captions/dg_speakers.json": ("deepgram", 34, {f"Speaker {n}" for n in range(3)}),
    "deepgram-captions/dg_speakers_no_utterances.json": (
        "deepgram",
        28,
        {f"Speaker {n}" for n in range(3)},
    ),
    "deepgram-captions/dg_transcription.json": ("deepgram", 2, {None}),
    "deepgram-captions/dg_utterances.json": ("deepgram", 7, {None}),
    "deepgram-captions/dg_whisper_transcription.json": ("deepgram", 1, {None}),
    "deepgram-captions/whisper_timestamped.json": ("whisper", 4, {None}),
    "podcast-namespace/example.html": ("podcast-html", 10, {"Travis", "Sarah", "Gilon"}),
    "podcast-namespace/example.json": ("podcast-json", 2, {"Darth Vader", "Luke"}),
    "podcast-namespace/example.srt": ("srt", 222, {"Travis", "Sarah", "Gilon"}),
    "podcast-namespace/example.vtt": ("webvtt", 7, {"Sarah", "Gillian"}),
    "pysubs2/data/ttml_example.ttml": ("ttml", 11, {None}),
    "pysubs2/data/ttml_example2.ttml": ("ttml", 11, {None}),
    "pysubs2/data/ttml_example_apple.ttml": ("ttml", 38, {"Radiohead"}),
    "webvtt-py/subtitles/captions_with_bom.vtt": ("webvtt", 4, {None}),
    "webvtt-py/subtitles/comments.vtt": ("webvtt", 5, {None}),
    "webvtt-py/subtitles/cue_tags.vtt": ("webvtt", 3, {None}),
    "webvtt-py/subtitles/invalid.vtt": ("webvtt", 7, {None}),
    "webvtt-py/subtitles/invalid_format4.srt": ("srt", 1, {None}),
    "webvtt-py/subtitles/invalid_timeframe.sbv": ("sbv", 5, {None}),
    "webvtt-py/subtitles/invalid_timeframe.srt": ("srt", 5, {None}),
    "webvtt-py/subtitles/invalid_timeframe.vtt": ("webvtt", 7, {None}),
    "webvtt-py/subtitles/invalid_timeframe_in_cue_text.vtt": ("webvtt", 3, {None}),
    "webvtt-py/subtitles/metadata_headers.vtt": ("webvtt", 2, {None}),
    "webvtt-py/subtitles/metadata_headers_multiline.vtt": ("webvtt", 2, {None}),
    "webvtt-py/subtitles/missing_caption_text.sbv": ("sbv", 4, {None}),
    "webvtt-py/subtitles/missing_caption_text.srt": ("srt", 4, {None}),
    "webvtt-py/subtitles/missing_caption_text.vtt": ("webvtt", 4, {None}),
    "webvtt-py/subtitles/missing_timeframe.sbv": ("sbv", 5, {None}),
    "webvtt-py/subtitles/missing_timeframe.srt": ("srt", 5, {None}),
    "webvtt-py/subtitles/missing_timeframe.vtt": ("webvtt", 7, {None}),
    "webvtt-py/subtitles/netflix_chicas_del_cable.vtt": ("webvtt", 943, {None}),
    "webvtt-py/subtitles/one_caption.srt": ("srt", 1, {None}),
    "webvtt-py/subtitles/one_caption.vtt": ("webvtt", 1, {None}),
    "webvtt-py/subtitles/sample.sbv": ("sbv", 5, {None}),
    "webvtt-py/subtitles/sample.srt": ("srt", 5, {None}),
    "webvtt-py/subtitles/sample.vtt": ("webvtt", 16, {None}),
    "webvtt-py/subtitles/styles.vtt": ("webvtt", 1, {None}),
    "webvtt-py/subtitles/two_captions.sbv": ("sbv", 2, {None}),
    "webvtt-py/subtitles/using_identifiers.vtt": ("webvtt", 6, {None}),
    "webvtt-py/subtitles/youtube_dl.vtt": ("webvtt", 3, {None}),
}
_UNKNOWN = "no reader recognises this file"
REFUSED = {
    "podcast-namespace/chapters-example.json": "a list of chapters",
    "podcast-namespace/chapters-exampleComplex.json": "a list of chapters",
    "podcast-namespace/feed.xml": _UNKNOWN,
    "webvtt-py/subtitles/empty.vtt": "the file is empty",
    "webvtt-py/subtitles/invalid_format.sbv": _UNKNOWN,
    "webvtt-py/subtitles/invalid_format1.srt": _UNKNOWN,
    "webvtt-py/subtitles/invalid_format2.srt": _UNKNOWN,
    "webvtt-py/subtitles/invalid_format3.srt": _UNKNOWN,
    "webvtt-py/subtitles/no_captions.vtt": "there are no captions in this WebVTT file",
    "webvtt-w3c/html-entities.json": _UNKNOWN,
}
# Licences are prose, and read as such where somebody names them; the suite has its own test.
_OTHER = ("LICENSE", "webvtt-w3c/wpt-")


def read_file(path: Path) -> Document:
    text = decode(path.read_bytes()).text
    return choose(text, path.name).read(text)


@pytest.mark.parametrize("name", READ)
def test_read(name: str, shared: Path, obeys: Callable[[str, Document], None]) -> None:
    text = decode((shared / "formats" / name).read_bytes()).text
    reader = choose(text, name)
    document = reader.read(text)
    speakers = {cue.speaker for cue in document.cues if cue.kind == "speech"}
    assert READ[name] == (reader.name, len(document.cues), speakers)
    obeys(text, document)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, shared: Path) -> None:
    with pytest.raises(ReadError, match=REFUSED[name]):
        read_file(shared / "formats" / name)


def test_the_tables_name_every_file(shared: Path) -> None:
    folder = shared / "formats"
    names = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    others = {name for name in names if any(part in name for part in _OTHER)}
    assert names - others == READ.keys() | REFUSED.keys()


def test_the_same_words_in_three_formats(shared: Path) -> None:
    """The SRT and the HTML of one episode differ in cues, not in who says what."""
    words = [
        {
            (cue.speaker, word)
            for cue in read_file(shared / "formats/podcast-namespace" / name).cues
            for word in textmap.plain(cue.text).split()
        }
        for name in ("example.srt", "example.html")
    ]
    assert len(words[0] ^ words[1]) < 20
