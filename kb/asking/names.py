"""The names that an archive knows, and which of them somebody meant who spelt it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kb.lexical import folded

_TOKEN = re.compile(r"[^\W_]+")
_SHORT, _LONG = 4, 7  # letters from which one edit is forgiven, and two
_SURE = (5, 6, 9)  # among plain words: of speakers' names one, of other names one, of both two

_SPEAKERS = "select distinct name from speakers order by name"
_PEOPLE = "select distinct name from speakers where named order by name"
_ALIASES = """
    select distinct alias, name from speaker_aliases join speakers on speakers.id = speaker_id
    order by alias
"""
_TOPICS = "select name from topics order by talks desc, name"
_ENTITIES = "select distinct name from entities order by name"
_SHOWS = "select distinct show from talks where show is not null order by show"
_KINDS = "select distinct kind from talks order by kind"
_ROLES = "select distinct role from talk_speakers order by role"
_TALKS = "select cast(id as text), path, title from talks order by path"


class Found(NamedTuple):
    """Names that a value stands for; `edits` letters of it had to be changed."""

    names: tuple[str, ...]
    edits: int


class Word(NamedTuple):
    """A word of a name, as the name has it, and the name."""

    word: str
    name: str
    speaker: bool


class Known(NamedTuple):
    """What was read of a database's names.

    Args:
        lists: By field, its names.
        words: By their spelling, the words of names.
        people: By last name, the people who have it.
    """

    lists: dict[str, tuple[str, ...]]
    words: dict[str, Word]
    people: dict[str, list[str]]

    @classmethod
    def nothing(cls) -> Known:
        """Return what is known before anything is read."""
        return cls({}, {}, {})


class Names:
    """The names of a database, each list read when it is first asked for.

    Args:
        db: The knowledge base.
        known: What was read of it already, to be kept by whoever asks often.
    """

    def __init__(self, db: Database, known: Known | None = None) -> None:
        self._db = db
        self._known = Known.nothing() if known is None else known

    def of(self, field: str, value: str) -> Found | None:
        """Return the names that a field's value means, None where nothing is near.

        A value means the names that have all its words; where there are none, those that have
        words which differ from its words by a letter or two.
        """
        if field == "talk":
            return self._talks(value)
        names = dict.fromkeys(self._list(field))
        aliases = self._aliases() if field == "speaker" else {}
        found = _nearest(value, [*names, *aliases])
        if found is None:
            return None
        return found._replace(names=tuple(dict.fromkeys(aliases.get(n, n) for n in found.names)))

    def like(self, word: str) -> Word | None:
        """Return the word of a name that differs from a word by a letter or two; the commonest."""
        words = self._known.words
        if not words:
            words.update(self._all_words())
        return words.get(_near(folded(word), words) or "")

    def speaker_of(self, words: Sequence[str]) -> str | None:
        """Return the only speaker whose last name, or whole name, is among the words."""
        people = self._known.people
        if not people:
            for name in self._list("person"):
                first, *more = _tokens(name) or [""]
                people.setdefault(more[-1] if more else first, []).append(name)
        said = {folded(word) for word in words}
        found = [n for word in said for n in people.get(word, []) if len(_tokens(n)) > 1]
        whole = [name for name in found if said.issuperset(_tokens(name))]
        return (whole or found)[0] if len(whole or found) == 1 else None

    def _talks(self, value: str) -> Found | None:
        rows = self._db.execute(_TALKS).fetchall()
        for talk_id, path, _ in rows:
            if value in (talk_id, path):
                return Found((path,), 0)
        found = _nearest(value, [name for _, path, title in rows for name in (title, path)])
        if found is None:
            return None
        said = set(found.names)
        return found._replace(names=tuple(path for _, path, title in rows if {path, title} & said))

    def _list(self, field: str) -> tuple[str, ...]:
        lists = self._known.lists
        if field not in lists:
            sql = {
                "speaker": _SPEAKERS,
                "person": _PEOPLE,
                "topic": _TOPICS,
                "show": _SHOWS,
                "kind": _KINDS,
                "role": _ROLES,
                "entity": _ENTITIES,
            }[field]
            lists[field] = tuple(str(row[0]) for row in self._db.execute(sql))
        return lists[field]

    def _aliases(self) -> dict[str, str]:
        return dict(self._db.execute(_ALIASES).fetchall())

    def _all_words(self) -> dict[str, Word]:
        out: dict[str, Word] = {}
        for field in ("person", "topic", "entity"):
            for name in self._list(field):
                for word in _TOKEN.findall(name):
                    out.setdefault(folded(word), Word(word, name, speaker=field == "person"))
        return out


def _nearest(value: str, names: Sequence[str]) -> Found | None:
    wanted = _tokens(value)
    if not wanted:
        return None
    tokens = {name: _tokens(name) for name in names}
    same = [name for name in names if tokens[name] == wanted]
    if not same:
        same = [name for name in names if set(wanted) <= set(tokens[name])]
    if same:
        return Found(tuple(same), 0)
    squashed = {name: "".join(tokens[name]) for name in names}
    edits = {name: _edits(wanted, tokens[name], squashed[name]) for name in names}
    best = min((e for e in edits.values() if e is not None), default=None)
    if best is None:
        return None
    return Found(tuple(name for name in names if edits[name] == best), best)


def _edits(wanted: Sequence[str], tokens: Iterable[str], squashed: str) -> int | None:
    """Return how many letters a value is away from a name or from words of it; None if too many."""
    left = list(tokens)
    # "practical ai" is "PracticalAI"; but "podcast x" is not "podcast" with a letter too many.
    joined = "".join(wanted)
    whole = _distance(joined, squashed) if len(wanted) == len(left) else None
    if joined == squashed:
        return 0
    total = 0
    for word in wanted:
        near = min(
            (t for t in left if _distance(word, t) is not None),
            key=lambda t: (_distance(word, t), t),
            default=None,
        )
        if near is None:
            return whole
        left.remove(near)
        total += _distance(word, near) or 0
    return total if whole is None else min(whole, total)


def _near(word: str, words: Mapping[str, Word]) -> str | None:
    """Return the nearest word of a name; of those equally near, speakers' come first.

    Stricter than where somebody says that a name follows: most words that an archive lacks are
    other people's names, spelt right. Speakers' names may differ by one letter from five letters
    on, others from six on, and both by two from nine on; the first letter is the same.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < _SURE[0]:
        return None
    alike = [other for other in words if other[:1] == word[:1]]
    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2, limit=None)
    near = [
        (edits, not words[other].speaker, number, other)
        for number, (other, edits, _) in enumerate(found)
        if edits
        <= sum(min(len(word), len(other)) >= n for n in (_SURE[not words[other].speaker], _SURE[2]))
    ]
    return min(near)[-1] if near else None


def _distance(word: str, other: str) -> int | None:
    """Return how many letters differ (left out, put in, changed, swapped), None if too many.

    Two edits are forgiven where the first letter is right: it seldom is not.
    """
    from rapidfuzz.distance import OSA

    forgiven = _forgiven(min(word, other, key=len))
    edits = OSA.distance(word, other, score_cutoff=forgiven)
    return edits if edits <= forgiven and (edits < 2 or word[:1] == other[:1]) else None


def _forgiven(word: str) -> int:
    return (len(word) >= _SHORT) + (len(word) >= _LONG)


def _tokens(name: str) -> list[str]:
    return [folded(token) for token in _TOKEN.findall(name)]
