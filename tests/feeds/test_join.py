"""Which files are an item's; nothing is guessed."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.feeds import Family, Item, Transcript, join, names


def item(title: str, **said: object) -> Item:
    said.setdefault("guid", f"urn:{title}")
    if isinstance(said.get("transcripts"), str):
        urls = str(said["transcripts"]).split()
        said["transcripts"] = tuple(Transcript(url=url) for url in urls)
    return Item(title=title, **said)  # type: ignore[arg-type]


def family(*paths: str, stem: str | None = None) -> Family:
    first = PurePosixPath(paths[0])
    own = first.name.partition(".")[0].casefold() if stem is None else stem
    text = any(PurePosixPath(path).suffix not in (".mp3", ".jpg") for path in paths)
    return Family(paths, own, text)


DRAWER = "https://example.org/12-the-tape-drawer"


@pytest.mark.parametrize(
    ("of_item", "of_files"),
    [
        (item("A", transcripts="https://x.org/t/abc.vtt"), family("abc.vtt")),
        (item("A", transcripts="https://x.org/t/a%20b.vtt?x=1"), family("texts/a b.vtt")),
        (item("A", transcripts="t/12/transcript.vtt"), family("12/transcript.vtt", stem="")),
        (item("A", transcripts="https://x.org/t/abc.vtt"), family("abc.srt")),
        (item("A", media_url="https://x.org/12.mp3?y"), family("12.mp3", "12.txt")),
        (item("A", media_url="https://x.org/12.mp3"), family("12.txt")),
        (item("A", guid="pt-0012"), family("PT 0012.txt")),
        (item("A", url=DRAWER), family("12-the-tape-drawer.md")),
        (item("The Tape Drawer!"), family("the-tape-drawer.md")),
        (item("The Tape Drawer!"), family("042_the_tape_drawer.md")),
        (item("Episode 12: The tape drawer"), family("S02E12 The Tape Drawer.txt")),
        (item("The tape drawer"), family("2024-05-01-the-tape-drawer.md")),
        (item("The tape drawer"), family("the-tape-drawer/transcript.vtt", stem="")),
        (item("Öl"), family("ol.txt")),
    ],
)
def test_a_file_is_an_items(of_item: Item, of_files: Family) -> None:
    others = [family("harbour.txt"), family("orchard/notes.md", stem="")]
    items = [item("Something else"), of_item]
    assert join(items, [*others, of_files], files="feed-files") == {1: [2]}


@pytest.mark.parametrize(
    ("items", "families"),
    [
        # Two items of one name, two files of one name, and names that say nothing.
        ([item("Update", guid="1a"), item("Update", guid="2a")], [family("update.txt")]),
        ([item("Update")], [family("a/update.txt"), family("b/update.txt")]),
        (
            [item("A", transcripts="https://x.org/1/transcript.vtt")],
            [family("transcript.vtt", stem="")],
        ),
        (
            [
                item("A", transcripts="https://x.org/all.vtt"),
                item("B", transcripts="https://x.org/all.vtt"),
            ],
            [family("all.vtt")],
        ),
        ([item("The tape")], [family("the-tape-drawer.txt")]),
        ([item("")], [family("a.txt")]),
        ([], [family("a.txt")]),
        ([item("A", media_url="https://[broken")], [family("b.txt")]),
    ],
)
def test_what_could_be_two_is_none(items: list[Item], families: list[Family]) -> None:
    assert join(items, families, files="feed-files") == {}


def test_what_was_downloaded_is_known_by_its_mark() -> None:
    one, other = item("Update", guid="1"), item("Update", guid="2")
    stem = names.stem_of(other)
    files = family(f"feed-files/{stem}.vtt", f"feed-files/{stem}.chapters.json", stem=stem)
    assert join([one, other], [files], files="feed-files") == {1: [0]}
    elsewhere = family(f"b/{stem}.vtt", stem=stem)
    assert join([one, other], [elsewhere], files="feed-files") == {}


def test_files_in_several_places_are_one_items() -> None:
    of_item = item("A", transcripts="t/abc.vtt", media_url="m/xyz.mp3", chapters=("c/abc.json",))
    families = [family("t/abc.vtt"), family("m/xyz.mp3"), family("c/abc.json")]
    assert sorted(join([of_item], families, files="f")[0]) == [0, 1, 2]
