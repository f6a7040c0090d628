"""Which files of a folder are talks, and by which name the knowledge base knows each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kb import archives
from kb.errors import NotFoundError

TEXT_SUFFIXES = frozenset(
    ".txt .text .md .markdown .mdown .vtt .srt .sbv .ttml .dfxp .html .htm .xhtml .json .jsonl .xml .xsl .tsv .aud "
    ".json3 .srv1 .srv2 .srv3 .ytt .docx .epub .zip".split()
)
SIDECAR_SUFFIXES = (".yml", ".yaml")
# Of feeds; many of them are .xml, and content decides.
FEED_SUFFIXES = frozenset({".rss", ".atom", ".rdf", ".opml"})
# What plainly is no talk: licences and the like, whatever its suffix.
_PAPERWORK = re.compile(
    r"(?:licen[cs]e|copying|notice|readme|changelog|changes|contributing|authors|code_of_conduct|security|"
    r"makefile|dockerfile|requirements)(?:[._-].*)?",
    re.IGNORECASE,
)


class TalkFile(NamedTuple):
    """A file that may be a talk.

    Args:
        file: Where it is.
        root: The folder that was asked for; `path` is below it.
        path: With forward slashes.
        asked: Whether the user named this very file.
    """

    file: Path
    root: Path
    path: str
    asked: bool

    def read(self) -> bytes:
        """Return the file's bytes; it may lie in a zip archive.

        Raises:
            OSError: It cannot be read.
        """
        return archives.read(self.file, _is_wanted)

    def sidecar(self) -> Path | None:
        """Return the `<file>.yml` beside it, if there is one."""
        for suffix in SIDECAR_SUFFIXES:
            beside = self.file.with_name(self.file.name + suffix)
            if beside.is_file():
                return beside
        return None


def find(paths: Iterable[Path], roots: Iterable[str] = ()) -> tuple[list[TalkFile], list[Path]]:
    """Return the files that may be talks, in order, and those that plainly are none.

    Args:
        paths: Files and folders as the user named them.
        roots: Folders that were ingested before: a file below one keeps its name from there.

    Raises:
        NotFoundError: A path does not exist.
    """
    found: dict[Path, TalkFile] = {}
    skipped: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"{path}: there is no such file or folder"
            raise NotFoundError(message)
        if path.is_dir():
            _walk(path.resolve(), found, skipped)
        else:
            file = path.resolve()
            root = _root_of(file, roots)
            if not _inside(file, root, found, skipped):
                found.setdefault(file, TalkFile(file, root, _below(file, root), asked=True))
    return list(found.values()), skipped


def neighbours(file: TalkFile, *, deep: bool) -> tuple[list[TalkFile], list[Path]]:
    """Return what `find` would of the folder that a file is named below.

    Args:
        file: A file that the user named.
        deep: Whether to look into the folders in it, too.
    """
    found: dict[Path, TalkFile] = {}
    skipped: list[Path] = []
    _walk(file.root, found, skipped, deep=deep)
    return list(found.values()), skipped


def names(file: TalkFile) -> Iterator[str]:
    """Yield the names by which a file's talk may be known, the best first.

    That is its path below the ingested folder; where that is taken, the folder's own name comes
    before it.
    """
    yield file.path
    yield f"{file.root.name}/{file.path}"
    for number in range(2, 100):
        yield f"{file.root.name}-{number}/{file.path}"


def _walk(
    root: Path, found: dict[Path, TalkFile], skipped: list[Path], *, deep: bool = True
) -> None:
    for file in sorted(root.rglob("*") if deep else root.iterdir()):
        below = file.relative_to(root)
        if not file.is_file() or any(part.startswith(".") for part in below.parts):
            continue
        inside = _inside(file, root, found, skipped)
        if inside:
            continue
        if inside is not None or _is_sidecar(file) or not _may_be_talk(file):
            skipped.append(file)
        else:
            found.setdefault(file, TalkFile(file, root, below.as_posix(), asked=False))


def _inside(file: Path, root: Path, found: dict[Path, TalkFile], skipped: list[Path]) -> int | None:
    """Take the files in a zip archive, which is a folder then; return how many, None for no archive."""
    try:
        inside = archives.listing(file, _is_wanted)
    except OSError:
        return None  # reading it says why
    for each in inside or ():
        if each.suffix.lower() in SIDECAR_SUFFIXES:
            skipped.append(each)
        else:
            found.setdefault(each, TalkFile(each, root, _below(each, root), asked=False))
    return None if inside is None else len(inside)


def _is_wanted(path: str) -> bool:
    """Return whether a file of an archive may be a talk, or describe one."""
    file = Path(path)
    hidden = any(part.startswith((".", "__MACOSX")) for part in file.parts)
    return not hidden and (_may_be_talk(file) or file.suffix.lower() in SIDECAR_SUFFIXES)


def _may_be_talk(file: Path) -> bool:
    return file.suffix.lower() in TEXT_SUFFIXES | FEED_SUFFIXES and not _PAPERWORK.fullmatch(
        file.name
    )


def _is_sidecar(file: Path) -> bool:
    return file.suffix.lower() in SIDECAR_SUFFIXES and file.with_suffix("").is_file()


def _root_of(file: Path, roots: Iterable[str]) -> Path:
    above = [Path(root) for root in roots if file.is_relative_to(root)]
    return max(above, key=lambda root: len(root.parts), default=file.parent)


def _below(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()
