"""What somebody meant who typed something into the box: words to rank by, and filters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kb import lexical
from kb.asking.names import Names
from kb.asking.parse import Part, parse, write
from kb.english import is_word
from kb.filters import Filters

_FARTHEST = 3  # words after an unquoted value that may be part of it: speaker:addam van der berg
_HAS = "select 1 from passages_fts where passages_fts match ? limit 1"
_FIELD_OF = {"phrase": "phrase", "word": "without", "after": "since"}
_POSSESSIVE = re.compile(r"['’]s?$")
_WHOSE = {"speaker": "Nobody here is called", "role": "Nobody here has the role"}


class Chip(NamedTuple):
    """A part of what was typed that narrows the search; `rest` is what was typed without it."""

    label: str
    rest: str


class Understood(NamedTuple):
    """What was meant.

    Args:
        words: What hits are ranked by; quoted phrases are still in quotes.
        filters: What was typed, and what was chosen beside it.
        chips: The filters that were typed.
        notes: What was taken otherwise than it was typed, in a sentence each.
        corrected: Whether a name was searched for in another spelling than it was typed in.
        speaker: Somebody who is named among the words, and what was typed but for that name.
    """

    words: str
    filters: Filters
    chips: tuple[Chip, ...] = ()
    notes: tuple[str, ...] = ()
    corrected: bool = False
    speaker: tuple[str, str] | None = None


class _Clause(NamedTuple):
    """A part that narrows the search, as it was understood; `used` are the typed parts it is of."""

    field: str
    values: tuple[str, ...]
    label: str
    used: range


def understand(
    db: Database,
    text: str,
    beside: Filters | None = None,
    *,
    names: Names | None = None,
    exact: bool = False,
) -> Understood:
    """Return what somebody meant.

    Args:
        db: The knowledge base, which knows its names.
        text: What was typed.
        beside: Filters that were chosen otherwise, as by options or facets; they hold, too.
        names: The database's names, where somebody has them already.
        exact: Take every name as it is spelt.
    """
    typed = parse(text)
    reader = _Reader(db, typed.parts, names or Names(db), exact=exact)
    clauses = list(reader.clauses())
    words = reader.words()
    return Understood(
        words=words,
        filters=_merged(beside or Filters(), clauses),
        chips=tuple(Chip(c.label, write(_without(typed.parts, c.used))) for c in clauses),
        notes=tuple(dict.fromkeys([*typed.notes, *reader.notes])),
        corrected=reader.corrected,
        speaker=reader.somebody(clauses),
    )


class _Reader:
    """Reads the parts of a question one after the other."""

    def __init__(self, db: Database, parts: Sequence[Part], names: Names, *, exact: bool) -> None:
        self._db, self._parts, self._names, self._exact = db, parts, names, exact
        self._taken: set[int] = set()  # plain words that turned out to be part of a value
        self._plain: set[int] = set()  # values of fields that turned out to be plain words
        self._spellings: dict[str, str] = {}
        self.notes: list[str] = []
        self.corrected = False

    def clauses(self) -> Iterator[_Clause]:
        """Yield what narrows the search."""
        for at, part in enumerate(self._parts):
            if part.kind in ("phrase", "before", "after") or (
                part.kind == "word" and part.negative
            ):
                if lexical.tokens(part.value):
                    yield _Clause(_field(part), (part.value,), write([part]), range(at, at + 1))
            elif part.kind != "word":
                found = self._named(at, part)
                if found is not None:
                    yield found

    def words(self) -> str:
        """Return what hits are ranked by."""
        out = []
        for at, part in enumerate(self._parts):
            if part.negative or at in self._taken:
                continue
            if part.kind == "phrase":
                out.append(f'"{part.value}"')
            elif part.kind == "word":
                out.append(self._spelt(part.value))
            elif at in self._plain:
                out.append(part.value)
        return " ".join(out)

    def somebody(self, clauses: Sequence[_Clause]) -> tuple[str, str] | None:
        """Return the speaker whom the words name, and what else was typed; None with a speaker set."""
        if any(clause.field == "speaker" for clause in clauses):
            return None
        said = [
            (at, word)
            for at, part in enumerate(self._parts)
            if part.kind == "word" and not part.negative and at not in self._taken
            for word in lexical.tokens(self._spelt(part.value))
        ]
        name = self._names.speaker_of([word for _, word in said])
        if name is None:
            return None
        of_name = {word.casefold() for word in lexical.tokens(name)}
        used = {at for at, word in said if word.casefold() in of_name}
        rest = write([part for at, part in enumerate(self._parts) if at not in used])
        return name, f'speaker:"{name}" {rest}'.strip()

    def _named(self, at: int, part: Part) -> _Clause | None:
        """Return the clause of a field whose value is a name, spelt as the archive spells it."""
        for value, used in self._values(at, part):
            found = self._names.of(part.kind, value)
            if found is None or (found.edits and self._exact):
                continue
            self._taken.update(used[1:])
            shown = found.names[0] if len(found.names) == 1 or found.edits else value
            if found.edits:
                self.corrected = True
                self.notes.append(f"Searched for {_listed(found.names)} instead of “{value}”.")
            label = f"{'not ' if part.negative else ''}{part.kind}: {shown}"
            return _Clause(_field(part), found.names, label, used)
        self._unknown(at, part)
        return None

    def _values(self, at: int, part: Part) -> Iterator[tuple[str, range]]:
        """Yield what a value may be, with the parts that it is made of: the longest first."""
        end = at + 1
        while (
            not part.quoted
            and end < len(self._parts)
            and end - at <= _FARTHEST
            and self._parts[end].kind == "word"
            and not self._parts[end].negative
        ):
            end += 1
        for last in range(end, at, -1):
            yield " ".join(p.value for p in self._parts[at:last]), range(at, last)

    def _unknown(self, at: int, part: Part) -> None:
        whose = _WHOSE.get(part.kind, f"There is no {part.kind}")
        if part.negative:
            self.notes.append(f"{whose} “{part.value}”, so nothing is left out for it.")
        else:
            self._plain.add(at)
            self.notes.append(f"{whose} “{part.value}”, so it was searched as words.")

    def _spelt(self, word: str) -> str:
        """Return a word as it is searched for."""
        if word not in self._spellings:
            self._spellings[word] = self._as_in_archive(word)
        return self._spellings[word]

    def _as_in_archive(self, word: str) -> str:
        """Return a word as the archive spells it, where it is in no passage and no English word."""
        tokens = lexical.tokens(word)
        base = _POSSESSIVE.sub("", tokens[0]) if len(tokens) == 1 else ""
        usual = not base.isalpha() or base.lower() in lexical.STOP_WORDS
        if self._exact or usual or self._has(base) or is_word(base):
            return word
        meant = self._names.like(base)
        if meant is None or meant.word.casefold() == base.casefold():
            return word
        self.notes.append(f"Searched for {meant.name} instead of “{base}”.")
        self.corrected = True
        return word.replace(base, meant.word)

    def _has(self, word: str) -> bool:
        return self._db.execute(_HAS, [f'"{word}"']).fetchone() is not None


def _field(part: Part) -> str:
    """Return the filter that a part sets."""
    if part.negative:
        return "without_phrase" if part.kind == "phrase" else _negated(part)
    return _FIELD_OF.get(part.kind, part.kind)


def _negated(part: Part) -> str:
    # "-after:2023" is what is before it, and the other way round.
    opposite = {"word": "without", "after": "before", "before": "since"}
    return opposite.get(part.kind, f"not_{part.kind}")


def _merged(beside: Filters, clauses: Sequence[_Clause]) -> Filters:
    """Return filters with what was typed: more values of one kind widen it, dates narrow it."""
    values: dict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        values[clause.field] += clause.values
    changes: dict[str, object] = {}
    for field, found in values.items():
        before = getattr(beside, field)
        if field == "since":
            changes[field] = max([*found, *([before] if before else [])])
        elif field == "before":
            changes[field] = min([*found, *([before] if before else [])])
        else:
            changes[field] = tuple(dict.fromkeys([*before, *found]))
    return beside.model_copy(update=changes)


def _without(parts: Sequence[Part], used: range) -> list[Part]:
    return [part for at, part in enumerate(parts) if at not in used]


def _listed(names: Sequence[str]) -> str:
    """Return names in a sentence.

    >>> _listed(["Ann", "Bo", "Cy", "Di"])
    'Ann, Bo and 2 more'
    """
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])
