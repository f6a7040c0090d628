"""Which files are one talk's, which of its texts is best, and where its chapters begin."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers, textmap
from ingest.errors import ReadError
from ingest.models import Cue, Document
from kb.files import TEXT_SUFFIXES
from kb.pairing import choose, groups, is_chapters, place, read_chapters, score

TALK = [
    ("Nora Quill", "Welcome back. How did you find out that two teams built the same thing?"),
    ("Tomas Reyes", "By accident, honestly. Two archives had both paid for the same scanner."),
    ("Nora Quill", "So what changed after that?"),
    ("Tomas Reyes", "We made a shared list on one page, and everybody writes a name next to it."),
    ("Nora Quill", "Was it enough to have a list?"),
    ("Tomas Reyes", "Nearly. Duplicate work almost disappeared within a year, to our surprise."),
]
NOTES = "# Episode 12\n\nNora talks to Tomas about scanners. Find his book in our shop.\n"


def seconds(index: int) -> str:
    return f"00:00:{index * 8:02}"


def vtt(*, voices: bool, upto: int = len(TALK)) -> str:
    blocks = [
        f"{seconds(i)}.000 --> {seconds(i)}.900\n" + (f"<v {name}>{said}" if voices else said)
        for i, (name, said) in enumerate(TALK[:upto])
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def srt(*, bare: bool = False) -> str:
    blocks = []
    for i, (_, said) in enumerate(TALK):
        words = "".join(c for c in said.lower() if c.isalpha() or c == " ") if bare else said
        blocks.append(f"{i + 1}\n{seconds(i)},000 --> {seconds(i)},900\n{words}")
    return "\n\n".join(blocks) + "\n"


def tagged() -> str:
    return "\n\n".join(f"{name}: {said}" for name, said in TALK) + "\n"


def read(folder: Path) -> dict[str, Document]:
    return {f.name: readers.read(f.read_text("utf-8"), f.name) for f in sorted(folder.iterdir())}


def documents(tmp_path: Path, texts: dict[str, str]) -> dict[str, Document]:
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return read(tmp_path)


def names(files: Iterable[Path]) -> list[str]:
    return [file.name for file in files]


# ---------------------------------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("files", "stems"),
    [
        ("12.vtt 12.srt 12.mp3 12.chapters.json 12.md 12.jpg", ["12"]),
        ("12.vtt 13.vtt 12.mp3 13.mp3", ["12", "13"]),
        ("Show 12.txt show 12.MP3", ["show 12"]),
        ("12.mp3 12.mp3.vtt 12.en.vtt 12.pt-BR.srt", ["12"]),
        ("12.mp3 12-transcript.html 12_shownotes.md 12 show notes.txt", ["12"]),
        ("12.vtt 12.vtt.yml 12.yml", ["12"]),
        ("transcript.vtt chapters.json audio.mp3 cover.jpg", [""]),
        ("one.txt notes.txt", ["one", ""]),
        ("v1.2.txt v1.3.txt", ["v1.2", "v1.3"]),
        ("mr.smith.txt mr.jones.txt", ["mr.smith", "mr.jones"]),
        ("one_caption.srt one.vtt", ["one_caption", "one"]),
        ("12.mp3 12.jpg 12.chapters.json", []),
        ("", []),
    ],
)
def test_files_are_together_by_name(files: str, stems: list[str]) -> None:
    # Two spaces in a name are one file: "Show 12.txt".
    listed = _listed(files)
    assert [group.stem for group in groups(listed)] == stems


def _listed(files: str) -> list[Path]:
    out: list[str] = []
    for word in files.split():
        if out and not Path(out[-1]).suffix:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return [Path("talks", name) for name in out]


def test_each_file_has_its_part() -> None:
    (group,) = groups(
        _listed("12.vtt 12.de.srt 12.mp3 12.chapters.json 12.md 12.jpg 12.vtt.yml 12.json 12.py")
    )
    assert names(group.texts) == ["12.vtt", "12.de.srt", "12.md", "12.json"]
    assert names(group.media) == ["12.mp3"]
    assert names(group.chapters) == ["12.chapters.json"]
    assert names(group.covers) == ["12.jpg"]
    assert names(group.sidecars) == ["12.vtt.yml"]
    assert group.languages == {"12.de.srt": "de"}


def test_the_same_name_in_two_folders_is_two_talks() -> None:
    assert len(groups([Path("a/12.vtt"), Path("b/12.mp3"), Path("b/12.srt")])) == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["12", "12.en", "12-notes", "notes", "é ü", "..a", "12.mp3", "x.no"]),
            st.sampled_from([*sorted(TEXT_SUFFIXES), ".mp3", ".jpg", ".yml", ".zip", ""]),
        ),
        unique=True,
    )
)
def test_every_text_is_in_exactly_one_group(parts: list[tuple[str, str]]) -> None:
    files = [Path("f", stem + suffix) for stem, suffix in parts]
    texts = {f for f in files if f.suffix in TEXT_SUFFIXES}
    found = [f for group in groups(files) for f in group.texts + group.chapters]
    assert sorted(found) == sorted(texts)


# ---------------------------------------------------------------------------------------- choice


def test_speakers_come_first_then_times_then_punctuation(tmp_path: Path) -> None:
    found = documents(
        tmp_path,
        {
            "bare.srt": srt(bare=True),
            "plain.srt": srt(),
            "said.txt": tagged(),
            "voices.vtt": vtt(voices=True),
        },
    )
    choice = choose(found)
    assert choice.best == "voices.vtt"
    assert choice.alternatives == ("said.txt", "plain.srt", "bare.srt")
    assert choice.notes == choice.apart == choice.translations == ()


def test_a_transcript_that_is_cut_off_is_not_the_best(tmp_path: Path) -> None:
    found = documents(tmp_path, {"a.vtt": vtt(voices=True, upto=2), "b.txt": tagged()})
    assert choose(found) == choose(dict(reversed(found.items())))
    assert choose(found).best == "b.txt"
    assert choose(found).alternatives == ("a.vtt",)


def test_names_beat_labels(tmp_path: Path) -> None:
    labelled = tagged().replace("Nora Quill", "Speaker 1").replace("Tomas Reyes", "Speaker 2")
    found = documents(tmp_path, {"a.txt": labelled, "b.txt": tagged()})
    assert choose(found).best == "b.txt"
    assert score(found["a.txt"]).speakers == 0.5


def test_of_two_that_name_speakers_the_one_that_tells_more_apart_is_better(tmp_path: Path) -> None:
    carried = vtt(voices=True).replace("<v Tomas Reyes>", "")  # one name goes on to the end
    found = documents(tmp_path, {"a.vtt": carried, "b.vtt": vtt(voices=True)})
    assert choose(found).best == "b.vtt"


def test_show_notes_and_talks_of_their_own_are_told_apart(tmp_path: Path) -> None:
    other = "WEBVTT\n\n" + "\n\n".join(
        f"00:01:{i:02}.000 --> 00:01:{i:02}.900\n<v Ines>{said}"
        for i, said in enumerate(
            (
                "The harbour was frozen for weeks.",
                "We walked to the island and nobody stopped us.",
            )
            * 6
        )
    )
    found = documents(tmp_path, {"a.vtt": vtt(voices=True), "a.md": NOTES, "b.vtt": other})
    choice = choose(found)
    assert choice.best in ("a.vtt", "b.vtt")
    assert choice.notes == ("a.md",)
    assert len(choice.apart) == 1


def test_another_language_is_a_translation(tmp_path: Path) -> None:
    german = vtt(voices=True)
    for (_, said), there in zip(
        TALK,
        (
            "Wie kam das heraus?",
            "Durch Zufall.",
            "Und dann?",
            "Eine Liste.",
            "Reichte das?",
            "Fast.",
        ),
        strict=True,
    ):
        german = german.replace(said, there)
    found = documents(tmp_path, {"a.en.vtt": vtt(voices=True), "a.de.vtt": german})
    choice = choose(found, languages={"a.en.vtt": "en", "a.de.vtt": "de"})
    assert (choice.best, choice.translations) == ("a.en.vtt", ("a.de.vtt",))


def test_long_transcripts_are_compared_by_their_sketches() -> None:
    def long(seed: str, speaker: str | None) -> Document:
        source = " ".join(f"{seed}{n * 7919 % 101} {seed}{n * 104729 % 997}." for n in range(400))
        return Document(cues=(Cue(text=textmap.verbatim(source, 0, len(source)), speaker=speaker),))

    choice = choose({"a": long("x", None), "b": long("x", "Ann"), "c": long("y", "Ann")})
    assert (choice.best, choice.alternatives, choice.apart) == ("b", ("a",), ("c",))


def test_a_document_without_talk_scores_nothing() -> None:
    assert score(Document()).rank == (0.0, 0.0, 0.0, 0, 0)
    assert choose({"only": Document()}).best == "only"


# -------------------------------------------------------------------------------------- chapters

CHAPTERS = {
    "version": "1.2.0",
    "chapters": [
        {"startTime": 16.2, "title": "The  list", "url": "https://example.org/list"},
        {"startTime": 0, "title": "Scanners", "img": "https://example.org/a.jpg"},
        {"startTime": 20, "title": "A picture", "toc": False},
        {"startTime": "00:00:40", "endTime": 44.5},
        {"startTime": 4000, "title": "Of a longer cut"},
        {"startTime": True, "title": "No time"},
        "nothing",
    ],
}


def test_chapters_are_read_in_order() -> None:
    found = read_chapters(json.dumps(CHAPTERS))
    assert [(c.start_ms, c.title) for c in found] == [
        (0, "Scanners"),
        (16_200, "The list"),
        (20_000, "A picture"),
        (40_000, "…"),
        (4_000_000, "Of a longer cut"),
    ]
    assert found[0].image == "https://example.org/a.jpg"
    assert found[1].url == "https://example.org/list"
    assert (found[2].listed, found[3].end_ms) == (False, 44_500)


def test_chapters_begin_at_the_cue_nearest_in_time() -> None:
    source = vtt(voices=True)
    cues = readers.read(source, "12.vtt").cues
    placed = place(read_chapters(json.dumps(CHAPTERS)), cues)
    assert [(c.title, source[c.start :].split(".")[0]) for c in placed] == [
        ("Scanners", "Welcome back"),
        ("The list", "So what changed after that?\n\n00:00:24"),
        ("…", "Nearly"),
    ]


def test_without_times_no_chapter_has_a_place() -> None:
    assert place(read_chapters(json.dumps(CHAPTERS)), readers.read(tagged(), "12.txt").cues) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"chapters": []}',
        '{"chapters": [{"start": 1}]}',
        '{"words": [], "chapters": [{"startTime": 1}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_chapters_file_is_refused(text: str) -> None:
    assert not is_chapters(text)
    with pytest.raises(ReadError, match="no chapters file"):
        read_chapters(text)


def test_the_examples_of_the_standard_are_read(shared: Path) -> None:
    for file in sorted((shared / "formats" / "podcast-namespace").glob("chapters-*.json")):
        found = read_chapters(file.read_text("utf-8"))
        assert found[0].title == "Intro"
        assert found[1].start_ms == 168_000
