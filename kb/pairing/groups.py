"""Which files of a folder belong to one talk, by their names alone. Pure: no file is opened.

`12.vtt`, `12.en.srt`, `12.mp3.txt`, `12-transcript.html`, `12.chapters.json`, `12.jpg` and
`12.mp3` are one talk's. So are `transcript.vtt`, `chapters.json` and `audio.mp3` in a folder of
their own. What names put together, the texts may still set apart: see `choose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from kb.files import SIDECAR_SUFFIXES, TEXT_SUFFIXES

Part: TypeAlias = Literal["text", "media", "chapters", "cover", "sidecar", "other"]

_MEDIA = (
    "mp3 m4a m4b aac ogg oga opus flac wav aif aiff wma mp4 m4v mov mkv webm avi mpg mpeg wmv"
).split()
_COVERS = "jpg jpeg png webp gif avif".split()
_SUFFIXES: dict[str, Part] = {
    **dict.fromkeys(TEXT_SUFFIXES, "text"),
    **dict.fromkeys((f".{ending}" for ending in _MEDIA), "media"),
    **dict.fromkeys((f".{ending}" for ending in _COVERS), "cover"),
    **dict.fromkeys(SIDECAR_SUFFIXES, "sidecar"),
}
# What a file says it is: at the end of its name, or as all of it.
_WHAT = (
    "transcripts?|transcription|captions|subtitles|subs|chapters|show[-_ ]?notes|notes|"
    "description|cover|artwork|audio|video"
)
_TAIL = re.compile(rf"(?<=.)[-_. ](?:{_WHAT})$")
_WHOLE = re.compile(rf"{_WHAT}|episode|recording|index|folder")
_MEDIA_TAIL = re.compile(rf"(?<=.)\.(?:{'|'.join(_MEDIA)})$")
_ABOUT = re.compile(r"(?:.+[-_. ])?(?:show[-_ ]?notes|notes|description)")
_LANGUAGES = frozenset(
    "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl nn no pl pt ro ru "
    "sk sl sr sv th tr uk vi zh".split()
)
_LANGUAGE = re.compile(r"(?<=.)\.(?P<language>[a-z]{2})(?:[-_](?:[a-z]{2,4}|\d{3}))?$")


class Group(NamedTuple):
    """The files of one talk.

    Args:
        stem: What their names share; empty where the folder is the talk's.
        languages: Of the texts whose names say one, by name.
        notes: The names of texts that say they are about the talk, and not the talk itself.
    """

    folder: Path
    stem: str
    texts: tuple[Path, ...]
    languages: Mapping[str, str]
    media: tuple[Path, ...] = ()
    chapters: tuple[Path, ...] = ()
    covers: tuple[Path, ...] = ()
    sidecars: tuple[Path, ...] = ()
    notes: frozenset[str] = frozenset()

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return self.texts + self.chapters + self.media + self.covers + self.sidecars


class _Named(NamedTuple):
    """What a file's name tells."""

    file: Path
    part: Part
    stem: str
    language: str | None
    about: bool


def groups(files: Iterable[Path]) -> list[Group]:
    """Return the talks that files make, in the order of their first files.

    Every text is in one group; other files are where there is a text beside them.
    """
    return [group for group in families(files) if group.texts]


def families(files: Iterable[Path]) -> list[Group]:
    """Return what `groups` does, and the files that no text is beside, too."""
    together: dict[tuple[Path, str], list[_Named]] = {}
    for file in files:
        named = _named(file)
        together.setdefault((file.parent, named.stem), []).append(named)
    return [_group(folder, stem, members) for (folder, stem), members in together.items()]


def part_of(file: Path) -> Part:
    """Return what a file is by its name."""
    return _named(file).part


def _group(folder: Path, stem: str, members: list[_Named]) -> Group:
    def of(part: Part) -> tuple[Path, ...]:
        return tuple(member.file for member in members if member.part == part)

    return Group(
        folder,
        stem,
        of("text"),
        media=of("media"),
        chapters=of("chapters"),
        covers=of("cover"),
        sidecars=of("sidecar"),
        languages={m.file.name: m.language for m in members if m.language and m.part == "text"},
        notes=frozenset(m.file.name for m in members if m.about and m.part == "text"),
    )


def _named(file: Path) -> _Named:
    suffix = file.suffix.lower()
    part = _SUFFIXES.get(suffix, "other")
    stem = file.name[: len(file.name) - len(suffix)].casefold()
    if part == "sidecar":
        stem = _without_suffix(stem)
    if suffix == ".json" and re.fullmatch(r"(?:.+[-_. ])?chapters", stem):
        part = "chapters"
    language = _LANGUAGE.search(stem)
    said = language["language"] if language and language["language"] in _LANGUAGES else None
    return _Named(file, part, _shared(stem), said, _ABOUT.fullmatch(stem) is not None)


def _without_suffix(stem: str) -> str:
    """Return the stem of the file that a sidecar describes: `12.vtt.yml` is that of `12.vtt`."""
    before, dot, ending = stem.rpartition(".")
    return before if dot and f".{ending}" in _SUFFIXES else stem


def _shared(stem: str) -> str:
    """Return a name without what it says about its own file; empty where it says nothing else."""
    before = None
    while before != stem:
        before = stem
        language = _LANGUAGE.search(stem)
        if language and language["language"] in _LANGUAGES:
            stem = stem[: language.start()]
        stem = _MEDIA_TAIL.sub("", _TAIL.sub("", stem))
    return "" if _WHOLE.fullmatch(stem) else stem
