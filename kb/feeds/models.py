"""What a feed says about its episodes and posts: frozen, and holding data only."""

from __future__ import annotations

from ingest.models import Person, Record


class Transcript(Record):
    """A transcript that a feed names.

    Args:
        type: Its media type, in lower case, as the feed has it.
        captions: Whether it is made for showing under a film, which leaves names out.
    """

    url: str
    type: str = ""
    language: str | None = None
    captions: bool = False


class Item(Record):
    """An episode or a post.

    Args:
        guid: What it is known by; its address or title where the feed gives nothing better.
        date: ISO 8601, as its publisher's clock had it.
        media_url: The sound or the film.
        description: Without markup, in one paragraph.
        people: Who takes part, with the roles that the feed states; nobody behind the scenes.
        chapters: Addresses of lists of chapters.
    """

    guid: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    media_url: str | None = None
    description: str | None = None
    people: tuple[Person, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    chapters: tuple[str, ...] = ()


class Feed(Record):
    """An RSS or Atom feed.

    Args:
        base: The address that its relative ones are relative to, where it states one.
    """

    title: str | None = None
    language: str | None = None
    base: str | None = None
    items: tuple[Item, ...] = ()


class Subscription(Record):
    """A feed that an OPML file names."""

    url: str
    title: str | None = None
