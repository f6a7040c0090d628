"""Collections: ordered sets of quotes that a user keeps, each a copy with its whole receipt.

A copy outlives the talk it was taken from: a corrected or removed transcript never changes what
somebody has collected.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, field_validator
from sqlite_utils import Database

from ingest import textmap
from ingest.models import Anchor
from ingest.passages import time_at
from ingest.textmap import Edit
from kb.errors import NotFoundError
from kb.hits import place_url
from kb.joins import with_speaker
from kb.meant import there_are
from kb.moments import now
from kb.rows import text_hash

_LIST_SQL = """
    select collections.id, slug, name, description, created_at,
        (select count(*) from collection_quotes where collection_id = collections.id) as quotes
    from collections
"""
_QUOTE_SQL = f"""
    select quotes.id as quote_id, quotes.talk_id, talks.path as talk, talks.title, talks.show,
        talks.date, coalesce(quotes.said_by, speakers.name) as speaker, talk_speakers.role,
        case when quotes.said_by is null then talk_speakers.attribution end as attribution,
        quotes.text, quotes.source_text, quotes.start_char, quotes.end_char, quotes.start_ms,
        quotes.end_ms, quotes.edits, sources.sha256 as source_sha256, quotes.sha256,
        talks.url as talk_url, talks.media_url
    from quotes
    join talks on talks.id = quotes.talk_id
    join sources on sources.talk_id = quotes.talk_id
    {with_speaker("quotes")}
    where quotes.id = ?
"""  # noqa: S608 - constants only
_TURN_SQL = f"""
    select turns.talk_id, talks.path as talk, talks.title, talks.show, talks.date,
        speakers.name as speaker, talk_speakers.role, talk_speakers.attribution,
        turns.start_char, turns.end_char,
        turns.end_ms, turns.edits, turns.anchors, sources.text as source,
        sources.sha256 as source_sha256, talks.url as talk_url, talks.media_url
    from turns
    join talks on talks.id = turns.talk_id
    join sources on sources.talk_id = turns.talk_id
    {with_speaker("turns")}
    where turns.id = ?
"""  # noqa: S608 - constants only


class Collection(BaseModel):
    """An ordered set of quotes; `quotes` is how many it has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    slug: str
    name: str
    description: str
    created_at: str
    quotes: int


class CollectedQuote(BaseModel):
    """A quote in a collection: its words in both layers, whose, and what proves them.

    Args:
        attribution: How the speaker's name was known then: stated, mapped, inferred or unknown.
        edits: What cleaning changed, over characters of the source.
        source_sha256: Of the file that it was taken from.
        sha256: Of `text`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    collection_id: int
    position: int
    quote_id: int | None
    talk_id: int | None
    talk: str
    title: str
    show: str | None
    date: str | None
    speaker: str | None
    role: str | None
    attribution: str | None = None
    text: str
    source_text: str
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    url: str | None
    edits: tuple[Edit, ...]
    source_sha256: str
    sha256: str
    note: str
    tags: tuple[str, ...]
    added_at: str

    @field_validator("edits", "tags", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value


def create(db: Database, name: str, description: str = "") -> Collection:
    """Make an empty collection; one of the same name is returned as it is."""
    name = _named(name)
    slug = _slug(name)
    if not _exists(db, slug):
        with db.atomic():
            db.table("collections").insert(
                {"slug": slug, "name": name, "description": description, "created_at": now()}
            )
    return get(db, slug)


def collections(db: Database) -> list[Collection]:
    """Return all collections by name."""
    return [Collection(**row) for row in db.query(_LIST_SQL + " order by name")]


def get(db: Database, ref: str) -> Collection:
    """Return the collection with this slug, name or id.

    Raises:
        NotFoundError: There is none; the message lists those that exist.
    """
    sql = _LIST_SQL + " where slug = :ref or name = :ref or cast(collections.id as text) = :ref"
    for row in db.query(sql, {"ref": ref}):
        return Collection(**row)
    slugs = [collection.slug for collection in collections(db)]
    there = there_are(slugs, f"make it with: kb collections create {ref!r}")
    message = f"no collection is called {ref!r}; {there}"
    raise NotFoundError(message)


def edit(
    db: Database, ref: str, *, name: str | None = None, description: str | None = None
) -> Collection:
    """Give a collection another name or description; its slug stays, so links to it still hold."""
    collection = get(db, ref)
    changes = {
        "name": collection.name if name is None else _named(name),
        "description": collection.description if description is None else description.strip(),
    }
    with db.atomic():
        db.table("collections").update(collection.id, changes)
    return get(db, collection.slug)


def delete(db: Database, ref: str) -> None:
    """Delete a collection with all that was collected in it."""
    collection = get(db, ref)
    with db.atomic():
        db.execute("delete from collections where id = ?", [collection.id])


def items(db: Database, ref: str) -> list[CollectedQuote]:
    """Return a collection's quotes in their order."""
    sql = "select * from collection_quotes where collection_id = ? order by position, id"
    return [CollectedQuote(**row) for row in db.query(sql, [get(db, ref).id])]


def add(
    db: Database, ref: str, quote_id: int, note: str = "", tags: Sequence[str] = ()
) -> CollectedQuote:
    """Put a quote at the end of a collection; one that is there stays where it is.

    Raises:
        NotFoundError: There is no such collection or quote.
    """
    for row in db.query(_QUOTE_SQL, [quote_id]):
        return _insert(db, get(db, ref), dict(row), note, tags)
    message = f"there is no quote {quote_id}; `kb quotes --json` shows ids"
    raise NotFoundError(message)


def add_span(
    db: Database,
    ref: str,
    turn_id: int,
    start: int,
    end: int,
    note: str = "",
    tags: Sequence[str] = (),
) -> CollectedQuote:
    """Put any words of a turn into a collection.

    The span counts in characters of the turn's clean text, half-open.

    Raises:
        NotFoundError: There is no such collection or turn, or no words in that span.
    """
    for row in db.query(_TURN_SQL, [turn_id]):
        return _insert(db, get(db, ref), _cut(dict(row), start, end), note, tags)
    message = f"there is no turn {turn_id}"
    raise NotFoundError(message)


def remove(db: Database, ref: str, item_id: int) -> None:
    """Take a quote out of a collection, by the id it has there or its quote id."""
    item = _item(db, ref, item_id)
    with db.atomic():
        db.execute("delete from collection_quotes where id = ?", [item.id])


def note(
    db: Database, ref: str, item_id: int, text: str, tags: Iterable[str] | None = None
) -> CollectedQuote:
    """Write a note on a collected quote, and its tags where some are given."""
    item = _item(db, ref, item_id)
    with db.atomic():
        db.execute("update collection_quotes set note = ? where id = ?", [text, item.id])
        if tags is not None:
            db.execute("update collection_quotes set tags = ? where id = ?", [_tags(tags), item.id])
    return _item(db, ref, item.id)


def move(db: Database, ref: str, item_id: int, position: int) -> None:
    """Move a quote to a place in its collection, from 1; the others close up."""
    item = _item(db, ref, item_id)
    order = [other.id for other in items(db, ref) if other.id != item.id]
    order.insert(max(0, min(position - 1, len(order))), item.id)
    with db.atomic():
        for place, moved in enumerate(order, start=1):
            db.execute("update collection_quotes set position = ? where id = ?", [place, moved])


def restore(db: Database, ref: str, quotes: Iterable[CollectedQuote]) -> int:
    """Put quotes of an export back into a collection; return how many were not there."""
    collection = get(db, ref)
    before = collection.quotes
    with db.atomic():
        for quote in quotes:
            row = quote.model_dump(exclude={"id", "collection_id", "position"})
            row["edits"] = json.dumps(quote.edits, ensure_ascii=False)
            _write(db, collection.id, row | {"tags": _tags(quote.tags)})
    return get(db, collection.slug).quotes - before


def _cut(row: dict[str, object], start: int, end: int) -> dict[str, object]:
    """Return a turn's row as that of the quote which some of its words are."""
    source = str(row.pop("source"))
    edits = [Edit(*edit) for edit in json.loads(str(row["edits"]))]
    anchors = [Anchor(*anchor) for anchor in json.loads(str(row.pop("anchors")))]
    turn = textmap.rebuild(source, int(str(row["start_char"])), int(str(row["end_char"])), edits)
    text = textmap.cut(turn, start, end)
    words = textmap.plain(text)
    if not words.strip():
        message = "there are no words in that span"
        raise NotFoundError(message)
    first, last = textmap.span(text)
    return row | {
        "quote_id": None,
        "text": words,
        "source_text": source[first:last],
        "start_char": first,
        "end_char": last,
        "start_ms": time_at(anchors, first),
        "edits": json.dumps(textmap.source_edits(text), ensure_ascii=False),
        "sha256": text_hash(words),
    }


def _insert(
    db: Database, collection: Collection, row: dict[str, object], note: str, tags: Iterable[str]
) -> CollectedQuote:
    talk_url, media_url = row.pop("talk_url"), row.pop("media_url")
    start_ms = row["start_ms"]
    row["url"] = place_url(talk_url, media_url, start_ms if isinstance(start_ms, int) else None)
    row |= {"note": note, "tags": _tags(tags), "added_at": now()}
    with db.atomic():
        _write(db, collection.id, row)
    same = "collection_id = :c and sha256 = :sha256 and talk = :talk and start_char = :start_char"
    sql = f"select * from collection_quotes where {same}"  # noqa: S608 - a constant
    return next(CollectedQuote(**r) for r in db.query(sql, row | {"c": collection.id}))


def _write(db: Database, collection_id: int, row: dict[str, object]) -> None:
    sql = "select coalesce(max(position), 0) + 1 from collection_quotes where collection_id = ?"
    position = db.execute(sql, [collection_id]).fetchone()[0]
    values = row | {"collection_id": collection_id, "position": position}
    db.table("collection_quotes").insert(values, ignore=True)


def _item(db: Database, ref: str, item_id: int) -> CollectedQuote:
    for item in items(db, ref):
        if item_id in (item.id, item.quote_id):
            return item
    message = f"collection {ref!r} has no quote {item_id}"
    raise NotFoundError(message)


def _exists(db: Database, slug: str) -> bool:
    return db.table("collections").count_where("slug = ?", [slug]) > 0


def _named(name: str) -> str:
    """Return a collection's name with single spaces; there must be one."""
    name = " ".join(name.split())
    if not name:
        message = "a collection needs a name"
        raise NotFoundError(message)
    return name


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"c-{text_hash(name)[:8]}"


def _tags(tags: Iterable[str]) -> str:
    return json.dumps([t for tag in tags if (t := " ".join(tag.split()))], ensure_ascii=False)
