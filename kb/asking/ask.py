"""The one way from what somebody typed to hits: for the command line, the pages, JSON and SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlite_utils import Database

from ingest.embedding import Encoder
from kb import calibration, lexical, search
from kb import filters as filtering
from kb.asking.names import Names
from kb.asking.understand import Understood, understand
from kb.filters import Filters
from kb.hits import Hit
from kb.search import Mode
from kb.vectors import Index

_SHORT = 2  # telling words

_IN_ORDER = """
    select passages.id from passages join talks on talks.id = passages.talk_id where {where}
    order by talks.date is null, talks.date desc, talks.path, passages.position limit :limit
"""


class Answer(NamedTuple):
    """What was found, and how the question was understood.

    Args:
        hits: Best first; where there was nothing to rank by, in the order they are said.
        close: Whether the best hit is near enough to be an answer at all; None where the scores
            of the model are not calibrated, or nothing was ranked.
    """

    understood: Understood
    hits: list[Hit]
    close: bool | None


def ask(
    db: Database,
    text: str,
    *,
    index: Index,
    encoder: Encoder | None,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    limit: int = 10,
    exact: bool = False,
    names: Names | None = None,
) -> Answer:
    """Return the passages that answer what somebody typed.

    Args:
        db: The knowledge base.
        text: What was typed: words, "phrases", fields such as speaker:, and -exclusions.
        index: Its vectors, as they are now.
        encoder: The model that made them; not needed for `keyword`.
        mode: By words, by meaning, or by both.
        filters: What was chosen beside the text.
        limit: How many hits.
        exact: Take every name as it is spelt.
        names: The names of the database, where somebody has them already.

    Raises:
        ModelMismatchError: The vectors were made by another model than the encoder.
    """
    understood = understand(db, text, filters, names=names, exact=exact)
    if not understood.words:
        return Answer(understood, _in_order(db, understood.filters, limit), None)
    hits = search.search(
        db,
        understood.words,
        index=index,
        encoder=encoder,
        mode=mode,
        filters=understood.filters,
        limit=limit,
    )
    known = encoder is not None and calibration.knows_close(mode, encoder.name)
    return Answer(understood, hits, _close(understood.words, hits) if known and hits else None)


def _close(words: str, hits: Sequence[Hit]) -> bool:
    """Return whether anything is close: likely enough, or a passage that has the words.

    That is all of them; of a question of one or two words, which is about something rather than
    for something, one.
    """
    wanted = len(set(lexical.keywords(words)))
    needed = wanted if wanted > _SHORT else 1
    return hits[0].score >= calibration.NOTHING_CLOSE or any(
        len(hit.matched) >= needed for hit in hits
    )


def _in_order(db: Database, filters: Filters, limit: int) -> list[Hit]:
    """Return the passages that pass the filters, the newest talks first; none without filters."""
    if filters.empty:
        return []
    where, values = filtering.where(filters)
    sql = _IN_ORDER.format(where=where)
    rows = db.execute(sql, {**values, "limit": limit}).fetchall()
    return search.hits_of(db, [int(row[0]) for row in rows])
