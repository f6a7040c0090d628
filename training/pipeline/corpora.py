"""Reads CoNLL-U treebanks and two-column name corpora into one small structure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

MISSING = "?"
"""The entity mark of a word whose name annotation is unknown."""

NAME_LABELS = {
    "per": "PERSON",
    "person": "PERSON",
    "org": "ORG",
    "corporation": "ORG",
    "group": "ORG",
    "loc": "LOC",
    "location": "LOC",
}
"""How the labels of the name corpora map onto the pipeline's three; other labels are no name."""


@dataclass(frozen=True, slots=True)
class Word:
    """A gold word.

    Attributes:
        text: The word as written.
        space: Whether white space follows it.
        tag: Its Penn tag, or "".
        pos: Its universal part of speech, or "".
        lemma: Its lemma, or "".
        name: "O", "B-LABEL", "I-LABEL" or `MISSING`.
    """

    text: str
    space: bool = True
    tag: str = ""
    pos: str = ""
    lemma: str = ""
    name: str = "O"


Sentence: TypeAlias = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Consecutive sentences of one source document."""

    name: str
    sentences: tuple[Sentence, ...]

    def half(self) -> int:
        """Returns 0 or 1, a stable split of the documents by their names."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2


def _blocks(path: Path) -> Iterator[list[str]]:
    """Yields the blank-line separated blocks of a file."""
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _comment(block: list[str], key: str) -> str | None:
    """Returns the value of a CoNLL-U comment, or None."""
    prefix = f"# {key} = "
    return next((line[len(prefix) :] for line in block if line.startswith(prefix)), None)


def _conllu_words(block: list[str]) -> Sentence:
    """Reads one CoNLL-U sentence; words inside a multiword token are written solid."""
    words: list[Word] = []
    solid_until, solid_space = 0, True
    for line in block:
        cells = line.split("\t")
        if line.startswith("#") or "." in cells[0]:
            continue
        space = "SpaceAfter=No" not in cells[9]
        if "-" in cells[0]:
            solid_until, solid_space = int(cells[0].split("-")[1]), space
            continue
        index = int(cells[0])
        if index < solid_until:
            space = False
        elif index == solid_until:
            space = solid_space
        lemma = "" if cells[2] == "_" and cells[1] != "_" else cells[2]
        words.append(Word(cells[1], space, cells[4], cells[3], lemma))
    return tuple(words)


def read_names(path: Path) -> dict[str, list[str]]:
    """Reads a UNER file.

    Args:
        path: An `.iob2` file.

    Returns:
        For each sentence identifier the marks of its words.
    """
    marks = {}
    for block in _blocks(path):
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        marks[_comment(block, "sent_id") or ""] = [_mark(row[2]) for row in rows]
    return marks


def read_conllu(path: Path, names: dict[str, list[str]] | None = None) -> list[Document]:
    """Reads a treebank.

    Args:
        path: A CoNLL-U file.
        names: Name marks by sentence identifier, from `read_names`.

    Returns:
        Its documents in order.
    """
    documents: list[tuple[str, list[Sentence]]] = []
    for block in _blocks(path):
        name = _comment(block, "newdoc id")
        if name is not None or not documents:
            documents.append((name or path.stem, []))
        words = _conllu_words(block)
        if names is not None:
            marks = names.get(_comment(block, "sent_id") or "", [])
            if len(marks) != len(words):
                marks = [MISSING] * len(words)
            words = tuple(replace(w, name=m) for w, m in zip(words, marks, strict=True))
        documents[-1][1].append(words)
    return [Document(name, tuple(sentences)) for name, sentences in documents]


def _mark(mark: str) -> str:
    """Maps a corpus's IOB mark onto the pipeline's labels."""
    prefix, _, label = mark.partition("-")
    known = NAME_LABELS.get(label.lower())
    return f"{prefix}-{known}" if known else "O"


_LEFT = frozenset(".,!?;:)]}%…'’") | {"''", "n't", "...", "n’t"}
_RIGHT = frozenset("([{$#") | {"``"}


def _detokenize(rows: list[tuple[str, str]]) -> Sentence:
    """Guesses the white space of a tokenised sentence."""
    words: list[Word] = []
    quote_open = False
    for index, (text, mark) in enumerate(rows):
        following = rows[index + 1][0] if index + 1 < len(rows) else ""
        space = following not in _LEFT and not following.startswith(("'", "’"))
        space = space and text not in _RIGHT
        if text == '"':
            space = space and quote_open
            quote_open = not quote_open
        elif following == '"' and quote_open:
            space = False
        words.append(Word(text, space, name=mark))
    return tuple(words)


def _name_of_handle(text: str, mark: str) -> str:
    """Hides the names of user handles: the corpora disagree about them."""
    return MISSING if text.startswith("@") and mark != "O" else mark


def read_iob(path: Path) -> list[Document]:
    """Reads a two-column name corpus, one document a sentence.

    Args:
        path: A `.conll` file; IOB1 marks (wikigold) are read as well.

    Returns:
        Its sentences as documents.
    """
    documents = []
    for number, block in enumerate(_blocks(path)):
        rows: list[tuple[str, str]] = []
        previous = "O"
        for line in block:
            cells = line.split()
            if len(cells) < 2 or cells[0] == "-DOCSTART-":
                continue
            mark = _mark(cells[-1])
            if mark.startswith("I-") and previous[2:] != mark[2:]:
                mark = "B-" + mark[2:]
            previous = mark
            rows.append((cells[0], _name_of_handle(cells[0], mark)))
        if rows:
            documents.append(Document(f"{path.stem}-{number}", (_detokenize(rows),)))
    return documents


def read_all_iob(paths: Iterable[Path]) -> list[Document]:
    """Reads several two-column name corpora, in order of their names."""
    return [document for path in sorted(paths) for document in read_iob(path)]
