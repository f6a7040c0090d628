from __future__ import annotations

import pytest

from ingest.cleaning import clean
from ingest.models import Metadata, Person, Speaker
from ingest.readers.tagged import read
from ingest.speakers import cast, is_unnamed


def speakers(text: str, **metadata: object) -> dict[str, Speaker]:
    document = read(text)
    turns, _, groups = clean(text, document.cues)
    found = cast(Metadata(**metadata), document.cues, turns, groups)  # type: ignore[arg-type]
    return {speaker.name: speaker for speaker in found.speakers}


def roles(text: str, **metadata: object) -> dict[str, str]:
    return {name: speaker.role for name, speaker in speakers(text, **metadata).items()}


def test_host_cohost_and_guest_from_what_is_said() -> None:
    text = """Ann Lee: Welcome back to another episode of Maps. I'm one of your hosts, Ann Leeh, with my lovely co-host.
Ben Oak: Ben Oak, I draw them.
Ann Lee: Today we have an awesome guest. His name is Carl Voss.
Carl: Thanks for having me.
Ann Lee: So.
Ben Oak: Tell us, Carl.
Carl: Gladly.
"""
    assert roles(text) == {"Ann Lee": "host", "Ben Oak": "host", "Carl": "guest"}
    assert speakers(text)["Ann Lee"].aliases == ("Ann Leeh",)
    assert speakers(text)["Carl"].aliases == ("Carl Voss",)


def test_metadata_says_more_than_words() -> None:
    text = "Ann: Welcome to the show, I'm your host.\nBen: Hi.\nAnn: So.\nBen: Yes.\n"
    people = (Person(name="Ann", role="guest"), Person(name="Ben Oak", role="host"))
    assert roles(text, people=people) == {"Ann": "guest", "Ben Oak": "host"}
    ben = speakers(text, people=people)["Ben Oak"]
    assert (ben.aliases, ben.attribution) == (("Ben",), "mapped")


def test_a_label_that_the_sidecar_maps_is_that_person() -> None:
    text = "SPEAKER_00: We met.\nSPEAKER_01: We did.\nSPEAKER_00: So.\nSPEAKER_01: Yes.\n"
    people = (Person(name="Noor Hassan", role="host", aliases=("SPEAKER_00",)),)
    noor = speakers(text, people=people)["Noor Hassan"]
    assert (noor.attribution, noor.aliases) == ("mapped", ("SPEAKER_00",))
    assert speakers(text, people=people)["SPEAKER_01"].attribution == "unknown"


def test_nobody_is_made_up_without_evidence() -> None:
    text = "Ann: We met.\nBen: We did.\nCat: And then?\nAnn: Then we left.\nBen: So it was.\n"
    assert set(roles(text).values()) == {"unknown"}


@pytest.mark.parametrize(
    "label",
    [
        "Speaker 1",
        "SPEAKER_00",
        "Audience",
        "Audience 7",
        "Unknown Speaker",
        "Unknown",
        "0",
        "3",
        "B",
        "spk_1",
        "Speaker B",
        "Operator",
        "Outro",
        "Sprecher 2",
    ],
)
def test_labels_that_name_nobody(label: str) -> None:
    assert is_unnamed(label)


@pytest.mark.parametrize("label", ["Ann", "Guesty McGuest", "Bo", "Maria Host"])
def test_names(label: str) -> None:
    assert not is_unnamed(label)


def test_another_speakers_name_is_no_alias() -> None:
    text = "Ann Leigh: Hello, Ann Lee here is my friend.\nAnn Lee: Hi.\nAnn Leigh: So.\nAnn Lee: Yes.\n"
    assert all(not s.aliases for s in speakers(text).values())
