"""What addresses, titles and files are called, in a form in which they can be compared. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kb.feeds.models import Item, Transcript

# From what most often has names and times to what never has them.
_TYPES = {
    "application/json": (0, ".json"),
    "text/vtt": (1, ".vtt"),
    "application/srt": (2, ".srt"),
    "application/x-subrip": (2, ".srt"),
    "text/srt": (2, ".srt"),
    "text/html": (3, ".html"),
    "text/plain": (4, ".txt"),
}
_BY_SUFFIX = {suffix: (rank, suffix) for rank, suffix in _TYPES.values()}
_OTHER = (5, ".txt")
# What stands before a title to number it: "12", "#12", "Ep. 12", "Episode 12", "S2E12".
_NUMBER = re.compile(r"^(?:(?:episodes?|ep|e|no|nr|folge|part)-?)?(?:s\d+-?e)?\d+(?:-|$)")
_DATE = re.compile(r"^(?:19|20)\d{2}-\d{2}-\d{2}(?:-|$)")
_SLUG = 60


def slug(text: str) -> str:
    """Return a text in lower case, with a hyphen for what is no letter and no digit.

    >>> slug("Épisode 12: The Tape Drawer!")
    'episode-12-the-tape-drawer'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def unnumbered(name: str) -> str:
    """Return a slug without the number or date at its head; whole where nothing else is in it.

    >>> unnumbered("ep-012-the-tape-drawer"), unnumbered("2024-05-01-on-tape"), unnumbered("12")
    ('the-tape-drawer', 'on-tape', '12')
    """
    return _NUMBER.sub("", _DATE.sub("", name)) or name


def segments(url: str) -> tuple[str, ...]:
    """Return the parts of an address's path, in lower case; none for what is no address."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    return tuple(
        part.casefold() for part in unquote(path).split("/") if part not in ("", ".", "..")
    )


def last(url: str | None) -> str:
    """Return the slug of an address's last part, without its ending."""
    parts = segments(url or "")
    return slug(PurePosixPath(parts[-1]).stem) if parts else ""


def ranked(item: Item, language: str | None = None) -> list[Transcript]:
    """Return an item's transcripts, the most promising first.

    Made for reading comes before made for captions, the show's language before others, and
    formats that have names and times before those that have not.
    """

    def order(transcript: Transcript) -> tuple[bool, bool, int]:
        said, wanted = (transcript.language or "")[:2].lower(), (language or "")[:2].lower()
        return (bool(said and wanted and said != wanted), transcript.captions, _type(transcript)[0])

    return sorted(item.transcripts, key=order)


def folder_of(feed: str) -> str:
    """Return the name of the folder beside a feed in which what it names is put."""
    return f"{PurePosixPath(feed).stem}-files"


def stem_of(item: Item) -> str:
    """Return the name under which an item's files are put: its title, and what tells it apart."""
    return f"{slug(item.title or '')[:_SLUG].strip('-')}-{mark(item)}".lstrip("-")


def mark(item: Item) -> str:
    """Return eight characters that no other item has."""
    return hashlib.sha256(item.guid.encode()).hexdigest()[:8]


def suffix_of(transcript: Transcript) -> str:
    """Return the ending for a transcript's file."""
    return _type(transcript)[1]


def _type(transcript: Transcript) -> tuple[int, str]:
    parts = segments(transcript.url)
    by_suffix = _BY_SUFFIX.get(PurePosixPath(parts[-1]).suffix if parts else "", _OTHER)
    return _TYPES.get(transcript.type, by_suffix)
