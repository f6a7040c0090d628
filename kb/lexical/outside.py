"""Search by words in large archives: a Tantivy index beside the database, made from its tables.

Tantivy looks only at documents that can still be among the best (block-max WAND: Ding and Suel
2011), where FTS5 scores every passage that has one of the words. It cuts words and stems them as
FTS5 does, save that its stemmer is Porter's second ("generously" is "generous", not "gener").
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from sqlite_utils import Database

from kb import beside, store
from kb.kept import Kept
from kb.lexical import making
from kb.lexical.making import Ids
from kb.lexical.shape import analyser, listed, opened, schema
from kb.lexical.words import wanted

if TYPE_CHECKING:
    from tantivy import Query

_LOG = logging.getLogger(__name__)

_KIND = "words"
_DEEP = 5000  # passages; looking through more takes longer than asking for each by its id


class Outside:
    """The words of all passages in one state of the database.

    Args:
        state: That state.
        folder: Where the index is.
    """

    def __init__(self, state: str, folder: Path) -> None:
        self.state, self.folder = state, folder
        self._searcher = opened(folder).searcher()
        self._ids = np.fromfile(folder / making.IDS, dtype="<i8")
        self._talk_of = np.fromfile(folder / making.TALK_OF, dtype="<i4")
        self._talks = np.fromfile(folder / making.TALKS, dtype="<i8")
        self._sizes = np.bincount(self._talk_of, minlength=len(self._talks))

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def ranked(self, query: str, *, limit: int, within: Sequence[int] | None) -> dict[int, float]:
        """Return the best passages by words, as {passage id: BM25 score}, best first."""
        asked = self._any_of(wanted(query))
        if asked is None or not self.passages:
            return {}
        if within is None:
            return dict(self._search(asked, limit))
        return self._among(asked, limit, np.asarray(within, dtype=np.int64))

    def counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many passages have each word, in any of its forms."""
        return {word: self._count(analyser().analyze(word)) for word in words}

    def _count(self, stems: Sequence[str]) -> int:
        if len(stems) == 1:
            return int(self._searcher.doc_freq("text", stems[0]))
        asked = self._term(stems)
        if asked is None:
            return 0
        return int(self._searcher.search(asked, 1).count)  # type: ignore[attr-defined]

    def _among(self, asked: Query, limit: int, within: Ids) -> dict[int, float]:
        """Return the best of some passages.

        The more of the passages that are looked through pass, the fewer there are to look
        through: those of all talks, else those of the talks that have any, else these alone.
        """
        if self._depth(limit, within, self.passages) <= _DEEP:
            return self._sifted(asked, limit, within, self.passages)
        talks = np.unique(self._talk_of[_places(self._ids, within)])
        of_them = int(self._sizes[talks].sum())
        if self._depth(limit, within, of_them) <= _DEEP:
            asked = _both(asked, listed("talk", self._talks[talks].tolist()))
            return self._sifted(asked, limit, within, of_them)
        return dict(self._search(_both(asked, listed("id", within.tolist())), limit))

    def _depth(self, limit: int, within: Ids, among: int) -> int:
        """Return how far to look for so many of some passages, spread evenly among others."""
        return min(among, int(1.5 * limit * among / max(1, len(within))))

    def _sifted(self, asked: Query, limit: int, within: Ids, among: int) -> dict[int, float]:
        """Return the best of some passages by looking through the best of more."""
        depth = self._depth(limit, within, among)
        while True:
            found = self._search(asked, depth)
            ids = np.fromiter((passage for passage, _ in found), dtype=np.int64, count=len(found))
            kept = np.flatnonzero(np.isin(ids, within, assume_unique=True))[:limit]
            if len(kept) == limit or len(found) < depth:
                return dict(found[place] for place in kept.tolist())
            depth *= 4

    def _search(self, asked: Query, limit: int) -> list[tuple[int, float]]:
        found = self._searcher.search(asked, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return [
            (cast("int", passage), float(score))
            for passage, (score, _) in zip(ids, found, strict=True)
        ]

    def _any_of(self, terms: Sequence[str]) -> Query | None:
        from tantivy import Occur, Query

        found = [self._term(analyser().analyze(term)) for term in terms]
        parts = [(Occur.Should, term) for term in found if term is not None]
        return Query.boolean_query(parts) if parts else None

    def _term(self, stems: Sequence[str]) -> Query | None:
        from tantivy import Query

        if len(stems) > 1:
            return Query.phrase_query(schema(), "text", list(stems))
        return Query.term_query(schema(), "text", stems[0], "freq") if stems else None


def of(db: Database) -> Outside | None:
    """Return the index of a database as it is now, made where there is none; None if it cannot be."""
    return _KEPT.get(db)


def _load(db: Database, before: Outside | None) -> Outside | None:
    state = store.state(db)
    place = beside.place(db, _KIND, state)
    if place is None:
        return None
    try:
        if not beside.whole(place):
            earlier = before.folder if before else next(beside.earlier(place), None)
            beside.put(place, lambda folder: making.make(db, folder, earlier))
        return Outside(state, place)
    except (OSError, ValueError) as error:  # Tantivy's errors are ValueErrors
        _LOG.info("no index of words can be kept in %s (%s)", place.parent, error)
        return None


_KEPT: Kept[Outside | None] = Kept(_load)


def _both(asked: Query, narrowed: Query) -> Query:
    """Return a query for what both find, ranked by the first."""
    from tantivy import Occur, Query

    unranked = Query.const_score_query(narrowed, 0.0)
    return Query.boolean_query([(Occur.Must, asked), (Occur.Must, unranked)])


def _places(among: Ids, ids: Ids) -> Ids:
    """Return where ids are among others; those that are not there are left out."""
    places = np.minimum(np.searchsorted(among, ids), len(among) - 1)
    found: Ids = places[among[places] == ids]
    return found
