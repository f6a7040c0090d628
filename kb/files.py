"""Which files of a folder are talks, and by which name the knowledge base knows each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kb.errors import NotFoundError

TEXT_SUFFIXES = frozenset(
    ".txt .text .md .markdown .mdown .vtt .srt .sbv .ttml .dfxp .html .htm .xhtml .json .xml .xsl .tsv".split()
)
SIDECAR_SUFFIXES = (".yml", ".yaml")
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
            found.setdefault(file, TalkFile(file, root, _below(file, root), asked=True))
    return list(found.values()), skipped


def named(file: TalkFile, roots: Mapping[str, str]) -> str:
    """Return the name under which a file's talk is kept.

    That is its path below the ingested folder; where another folder's file has that name
    already, the folder's own name comes before it.

    Args:
        file: The file.
        roots: For each name that is taken, the folder of the file that has it.
    """
    for name in _names(file):
        other = roots.get(name)
        # A folder that was moved is the same folder: its file is no longer at the old place.
        if other is None or Path(other) == file.root or not (Path(other) / file.path).exists():
            return name
    return f"{file.root}/{file.path}"


def _names(file: TalkFile) -> Iterator[str]:
    yield file.path
    yield f"{file.root.name}/{file.path}"
    for number in range(2, 100):
        yield f"{file.root.name}-{number}/{file.path}"


def _walk(root: Path, found: dict[Path, TalkFile], skipped: list[Path]) -> None:
    for file in sorted(root.rglob("*")):
        below = file.relative_to(root)
        if not file.is_file() or any(part.startswith(".") for part in below.parts):
            continue
        if _is_sidecar(file) or not _may_be_talk(file):
            skipped.append(file)
        else:
            found.setdefault(file, TalkFile(file, root, below.as_posix(), asked=False))


def _may_be_talk(file: Path) -> bool:
    return file.suffix.lower() in TEXT_SUFFIXES and not _PAPERWORK.fullmatch(file.name)


def _is_sidecar(file: Path) -> bool:
    return file.suffix.lower() in SIDECAR_SUFFIXES and file.with_suffix("").is_file()


def _root_of(file: Path, roots: Iterable[str]) -> Path:
    above = [Path(root) for root in roots if file.is_relative_to(root)]
    return max(above, key=lambda root: len(root.parts), default=file.parent)


def _below(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()
