"""Names looked for near capitals: those of reading everything, in text of every kind."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ingest import near_capitals, nlp
from ingest.nlp import SHIPPED

TALK = (
    "So the team, the team was the thing that mattered to all of us, and nobody outside of it knew. "
    "We moved to Lisbon in 2019, and Maria Lopes at Acme said that the team was too small for it."
)


@pytest.fixture(scope="module")
def pipelines() -> tuple[Language, Language]:
    """Return the pipeline that ships as it is, and looking for names near capitals."""
    near = spacy.load(SHIPPED)
    near_capitals.add(near)
    return spacy.load(SHIPPED), near


def names(doc: Doc) -> list[tuple[int, int, str, str]]:
    return [(name.start_char, name.end_char, name.text, name.label_) for name in doc.ents]


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        TALK.lower(),
        TALK.upper(),
        "",
        "London",
        "We went there. it was susan who said that oxford is the place. She came from the US to Leeds.",
        "\n\nhe met John Smith\n\n",
        "They're VC-backed and they can't, it's gonna be Acme's, isn't it? You'd say Lopes didn't go.",
        "OK... then lisbon was nice. But Maria's here.",
    ],
)
def test_finds_what_reading_everything_finds(
    pipelines: tuple[Language, Language], text: str
) -> None:
    plain, near = pipelines
    assert names(near(text)) == names(plain(text))


def test_a_batch_is_read_in_order(pipelines: tuple[Language, Language]) -> None:
    plain, near = pipelines
    texts = [TALK, "Nothing at all was said by anybody there.", "It was Maria Lopes.", ""]
    for size in (1, 2, 64):
        found = near.pipe(texts, batch_size=size)
        assert list(map(names, found)) == list(map(names, plain.pipe(texts)))


class Listening:
    """A recogniser that finds nothing, and keeps what it is shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        for doc in stream:
            self.shown.append(doc.text.strip())
            yield doc


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "The thing is that one two three four five Maria six seven eight nine ten eleven twelve",
            "one two three four five Maria six seven eight nine ten",
        ),
        (
            "It is what I think, and so it was all of the US that one did it with in the end.",
            "it was all of the US that one did it with",
        ),
        ("so we all went to lisbon with maria.", "so we all went to lisbon with maria."),
        (
            "So Maria said... we all went to lisbon, all of us.",
            "So Maria said... we all went to lisbon, all of us.",
        ),
    ],
)
def test_shows_what_is_near_capitals_or_written_without(text: str, shown: str) -> None:
    listening = Listening()
    near_capitals.NearCapitals(listening)(spacy.blank("en")(text))
    assert listening.shown == [shown]


def test_text_whose_names_are_written_small_is_read_whole() -> None:
    listening = Listening()
    text = " ".join(["Then we all went to lisbon and met the team of maria there."] * 20)
    near_capitals.NearCapitals(listening)(spacy.blank("en")(text))
    assert listening.shown == [text]


@pytest.mark.parametrize(
    ("places", "count", "spans"),
    [
        ([], 9, []),
        ([0], 3, [(0, 3)]),
        ([2, 12], 30, [(0, 18)]),
        ([2, 13], 30, [(0, 19)]),
        ([2, 14, 29], 30, [(0, 8), (9, 20), (24, 30)]),
    ],
)
def test_around(places: list[int], count: int, spans: list[tuple[int, int]]) -> None:
    assert list(near_capitals.around(places, count)) == spans


def test_talk_is_read_so_where_no_other_pipeline_is_installed(
    pipelines: tuple[Language, Language],
) -> None:
    if any(find_spec(name) for name in nlp.INSTALLED):
        pytest.skip("another pipeline is installed")
    assert near_capitals.NAME in nlp.load().pipe_names
    assert [names(doc) for doc in nlp.parse([TALK])] == [names(pipelines[0](TALK))]


def test_another_pipeline_reads_names_as_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "en_core_web_sm"
    shutil.copytree(SHIPPED, package)
    (package / "__init__.py").write_text(
        "from pathlib import Path\nimport spacy\n"
        "def load(**options): return spacy.load(Path(__file__).parent, **options)\n"
    )
    about = tmp_path / "en_core_web_sm-3.8.0.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text("Metadata-Version: 2.1\nName: en_core_web_sm\nVersion: 3.8.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(nlp, "INSTALLED", ("en_core_web_sm",))
    nlp.load.cache_clear()
    try:
        assert "ner" in nlp.load().pipe_names
        assert near_capitals.NAME not in nlp.load().pipe_names
    finally:
        nlp.load.cache_clear()
        sys.modules.pop("en_core_web_sm", None)
