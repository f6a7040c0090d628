"""Feeds and lists of feeds: RSS 2.0, RSS 1.0, Atom and OPML, with the podcast namespace. Pure.

https://www.rssboard.org/rss-specification, RFC 4287, http://opml.org/spec2.opml and
https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Literal, TypeAlias
from urllib.parse import urljoin

from lxml import etree, html

from ingest.errors import ReadError
from ingest.models import Person, Role
from ingest.readers.parts.front_matter import parse_date
from ingest.readers.parts.tags import root_of
from kb.feeds.models import Feed, Item, Subscription, Transcript

Kind: TypeAlias = Literal["feed", "opml"]

_ROOTS: dict[str, Kind] = {"rss": "feed", "rdf": "feed", "feed": "feed", "opml": "opml"}
# An internal subset of a document type is where entities are declared, and so where bombs are.
_DECLARES = re.compile(r"\A[\s\ufeff]*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE[^>\[]*\[", re.DOTALL)
_LONGEST = 600  # characters of a description
_HOSTS = frozenset({"host", "co-host", "cohost", "guest host", "moderator"})
_GUESTS = frozenset({"guest", "interviewee", "panelist"})
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Who is heard; the namespace's other groups (writing, visuals, ...) work behind the scenes.
_HEARD = frozenset({"", "cast"})
_SILENT = re.compile(r"produc|edit|engineer|design|writ|research|music|compos|artist|manag|mix")


def kind_of(text: str) -> Kind | None:
    """Return whether a text is a feed or a list of feeds, None where it is neither."""
    return _ROOTS.get(root_of(text[:4096]) or "")


def parse_feed(text: str) -> Feed:
    """Return what a feed says.

    Raises:
        ReadError: It is no feed, it declares entities, or it is too damaged to be read.
    """
    root = _parsed(text)
    channel = root if _name(root) == "feed" else next(_children(root, "channel"), root)
    base = _self(channel)
    title = _text(channel, "title")
    people = _people(channel)
    # RSS 1.0 has its items beside the channel.
    found = [*_children(channel, "item", "entry")] or [*_children(root, "item")]
    return Feed(
        title=title,
        language=_text(channel, "language"),
        base=base,
        items=tuple(_item(each, base, people) for each in found),
    )


def parse_opml(text: str) -> tuple[Subscription, ...]:
    """Return the feeds that an OPML file names, in its order.

    Raises:
        ReadError: It declares entities, or it is too damaged to be read.
    """
    found = (
        Subscription(url=url, title=_one_line(each.get("title") or each.get("text")))
        for each in _parsed(text).iter("{*}outline", "outline")
        if (url := (each.get("xmlUrl") or "").strip())
    )
    return tuple({each.url: each for each in found}.values())


def _parsed(text: str) -> etree._Element:
    if _DECLARES.match(text):
        message = "the feed declares entities of its own, which none needs to; it is not read"
        raise ReadError(message, line=1)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        message = f"the feed is not XML that can be read ({error.msg})"
        raise ReadError(message, line=error.lineno) from None
    if root is None:
        message = "the feed is not XML that can be read"
        raise ReadError(message)
    return root


def _item(item: etree._Element, base: str | None, of_show: tuple[Person, ...]) -> Item:
    url = _link(item, base)
    media = _media(item, base)
    title = _text(item, "title")
    stated = _text(item, "guid", "id") or item.get(f"{{{_RDF}}}about")
    return Item(
        guid=stated or url or media or title or "",
        title=title,
        date=_date(item),
        url=url,
        media_url=media,
        description=_description(item),
        # An episode's own people replace the show's.
        people=_people(item) or of_show,
        transcripts=tuple(_transcripts(item, base)),
        chapters=tuple(
            address
            for each in _children(item, "chapters")
            if (address := _address(each.get("url"), base))
        ),
    )


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace: feeds spell the latter in many ways."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) in names)


def _text(element: etree._Element, *names: str) -> str | None:
    """Return the words of the first child of these names; plain elements before those of extensions."""
    found = [child for name in names for child in _children(element, name)]
    found.sort(key=_is_extension)
    # What HTML calls &nbsp; is no entity of XML, and many feeds have it.
    return next((text for child in found if (text := _one_line(unescape(_inner(child))))), None)


def _is_extension(element: etree._Element) -> bool:
    space = etree.QName(element).namespace
    return space is not None and not space.endswith(
        ("Atom", "rss/1.0/", "backend.userland.com/RSS2")
    )


def _inner(element: etree._Element) -> str:
    return "".join(element.itertext())


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _address(found: str | None, base: str | None) -> str | None:
    found = (found or "").strip()
    try:
        return urljoin(base, found) if base and found else found or None
    except ValueError:
        return None


def _self(channel: etree._Element) -> str | None:
    """Return the address that a feed says it is at."""
    links = [e.get("href") for e in _children(channel, "link") if e.get("rel") == "self"]
    stated = next((url for url in (channel.get(_XML_BASE), *links) if url), None)
    return stated if stated and stated.lower().startswith(("https://", "http://")) else None


def _link(item: etree._Element, base: str | None) -> str | None:
    for each in _children(item, "link"):
        if each.get("href") and each.get("rel", "alternate") == "alternate":
            return _address(each.get("href"), base)
        if not each.get("href") and (written := _one_line(_inner(each))):
            return _address(written, base)
    guid = next(_children(item, "guid"), None)
    if guid is None or guid.get("isPermaLink", "true").lower() != "true":
        return None
    written = _one_line(_inner(guid)) or ""
    return written if written.startswith(("https://", "http://")) else None


def _media(item: etree._Element, base: str | None) -> str | None:
    enclosed = [each.get("url") for each in _children(item, "enclosure")]
    enclosed += [e.get("href") for e in _children(item, "link") if e.get("rel") == "enclosure"]
    return next((found for url in enclosed if (found := _address(url, base))), None)


def _date(item: etree._Element) -> str | None:
    written = _text(item, "pubdate") or _text(item, "published", "date", "issued", "updated")
    if written is None:
        return None
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, IndexError, TypeError, OverflowError):
        return parse_date(written)


def _description(item: etree._Element) -> str | None:
    """Return the shortest thing that the item says about itself, cut at a word where it is long."""
    written = _text(item, "description", "summary") or _text(item, "encoded", "content")
    plain = _without_markup(written) if written else None
    if plain is None or len(plain) <= _LONGEST:
        return plain
    return plain[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:–—-") + " …"


def _without_markup(text: str) -> str | None:
    if "<" not in text and "&" not in text:
        return _one_line(text)
    try:
        element = html.fragment_fromstring(text, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return _one_line(text)
    return _one_line(" ".join(element.itertext()))


def _people(element: etree._Element) -> tuple[Person, ...]:
    """Return who takes part, each once, as `podcast:person` has it: no role means host."""
    found: dict[str, Person] = {}
    for each in _children(element, "person"):
        name = _one_line(_inner(each))
        group = (each.get("group") or "").strip().lower()
        said = " ".join((each.get("role") or "host").lower().split())
        if name and group in _HEARD and not _SILENT.search(said) and name not in found:
            found[name] = Person(name=name, role=_role(said))
    return tuple(found.values())


def _role(said: str) -> Role:
    if said in _HOSTS:
        return "host"
    return "guest" if said in _GUESTS else "unknown"


def _transcripts(item: etree._Element, base: str | None) -> Iterator[Transcript]:
    for each in _children(item, "transcript"):
        url = _address(each.get("url"), base)
        if url:
            yield Transcript(
                url=url,
                type=(each.get("type") or "").partition(";")[0].strip().lower(),
                language=each.get("language"),
                captions=(each.get("rel") or "").lower() == "captions",
            )
