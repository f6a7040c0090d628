"""Feeds as they are written: RSS, RSS 1.0, Atom, OPML, the podcast namespace, and damaged ones."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.models import Person
from kb.feeds import Subscription, kind_of, names, parse_feed, parse_opml

NAMESPACES = (
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(items: str, channel: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel>'
        f"<title>Paper Trails</title><link>https://example.org</link>{channel}{items}</channel></rss>"
    )


EPISODE = """
<item>
  <itunes:title>Drawer</itunes:title>
  <title>12: The tape drawer &amp; what was in it</title>
  <guid isPermaLink="false">pt-0012</guid>
  <link>https://example.org/12</link>
  <pubDate>Wed, 01 May 2024 23:30:00 -0700</pubDate>
  <enclosure url="https://cdn.example.org/12.mp3?source=feed" length="1" type="audio/mpeg"/>
  <description><![CDATA[<p>Nora &amp; Tomas on <b>scanners</b>.</p>]]></description>
  <content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded>
  <podcast:person role="Guest" href="https://example.org/t">Tomas Reyes</podcast:person>
  <podcast:person>Nora Quill</podcast:person>
  <podcast:person group="visuals" role="cover art designer">Bea</podcast:person>
  <podcast:person role="producer">Sam</podcast:person>
  <podcast:transcript url="/t/12.html" type="text/html"/>
  <podcast:transcript url="/t/12.srt" type="application/x-subrip" rel="captions"/>
  <podcast:transcript url="/t/12.vtt" type="text/vtt; charset=utf-8" language="en"/>
  <podcast:chapters url="/c/12.json" type="application/json+chapters"/>
</item>
"""
SELF = '<atom:link rel="self" href="https://feeds.example.org/paper/feed.xml"/>'


def test_an_episode_is_all_that_the_feed_says() -> None:
    feed = parse_feed(rss(EPISODE, SELF + "<language>en-GB</language>"))
    (item,) = feed.items
    assert (feed.title, feed.language) == ("Paper Trails", "en-GB")
    assert item.title == "12: The tape drawer & what was in it"
    assert (item.guid, item.url, item.date) == ("pt-0012", "https://example.org/12", "2024-05-01")
    assert item.media_url == "https://cdn.example.org/12.mp3?source=feed"
    assert item.description == "Nora & Tomas on scanners ."
    assert item.people == (
        Person(name="Tomas Reyes", role="guest"),
        Person(name="Nora Quill", role="host"),
    )
    assert item.chapters == ("https://feeds.example.org/c/12.json",)
    assert [t.url.rpartition("/")[2] for t in names.ranked(item, "en")] == [
        "12.vtt",
        "12.html",
        "12.srt",
    ]


def test_an_episodes_people_replace_the_shows() -> None:
    show = "<podcast:person>Ada</podcast:person>"
    own = "<item><title>A</title><podcast:person>Ben</podcast:person></item>"
    first, second = parse_feed(rss(own + "<item><title>B</title></item>", show)).items
    assert [person.name for person in first.people] == ["Ben"]
    assert [person.name for person in second.people] == ["Ada"]


def test_atom_and_rss_1_are_feeds() -> None:
    atom = parse_feed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Notes</title><entry>'
        '<title>On tape</title><id>urn:1</id><link href="https://example.org/tape"/>'
        '<link rel="enclosure" href="https://example.org/tape.mp3"/>'
        "<published>2023-02-01T10:00:00Z</published><updated>2024-01-01T00:00:00Z</updated>"
        "<summary>Why tape.</summary></entry></feed>"
    )
    (entry,) = atom.items
    assert (atom.title, entry.title, entry.guid) == ("Notes", "On tape", "urn:1")
    assert (entry.url, entry.date) == ("https://example.org/tape", "2023-02-01")
    assert entry.media_url == "https://example.org/tape.mp3"
    rdf = parse_feed(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        '<title>Old</title></channel><item rdf:about="https://example.org/1"><title>One</title>'
        "<link>https://example.org/1</link><dc:date>2003-04-05</dc:date></item></rdf:RDF>"
    )
    assert (rdf.title, rdf.items[0].title, rdf.items[0].date) == ("Old", "One", "2003-04-05")


def test_a_list_of_feeds_names_each_once() -> None:
    opml = (
        '<opml version="2.0"><body><outline text="Talk"><outline type="rss" text="Paper Trails" '
        'xmlUrl="https://example.org/feed.xml"/></outline><outline text="Again" '
        'xmlUrl="https://example.org/feed.xml"/><outline xmlUrl=" https://b.example/f "/></body></opml>'
    )
    assert kind_of(opml) == "opml"
    assert parse_opml(opml) == (
        Subscription(url="https://example.org/feed.xml", title="Again"),
        Subscription(url="https://b.example/f"),
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (rss(""), "feed"),
        ("\ufeff\n<?xml version='1.0'?><!-- made by hand --><rss/>", "feed"),
        ("<tt xmlns='http://www.w3.org/ns/ttml'/>", None),
        ("<html><body>rss</body></html>", None),
        ("WEBVTT", None),
        ("", None),
    ],
)
def test_feeds_are_known_by_their_first_element(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


def test_careless_feeds_are_read() -> None:
    feed = parse_feed(
        rss("<item><title>Tea &nbsp;& bread</title><pubDate>soon</pubDate></item><item>")
        .replace("</channel></rss>", "")
        .replace("UTF-8", "iso-8859-1")
    )
    assert feed.items[0].title == "Tea bread"
    assert feed.items[0].date is None


# ------------------------------------------------------------------------------------ attacks

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><title>&l9;</title></channel></rss>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "<!-- a --><!-- b -->" + BOMB.removeprefix('<?xml version="1.0"?>'),
        '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><title>&e;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % e SYSTEM "http://127.0.0.1/x"> %e;]><rss/>',
    ],
)
def test_feeds_that_declare_entities_are_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ReadError, match="entities"):
        parse_feed(text)
    assert time.perf_counter() - began < 1


def test_a_plain_document_type_loads_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "x.dtd"
    outside.write_text('<!ENTITY secret "told">')
    feed = parse_feed(
        f'<!DOCTYPE rss SYSTEM "file://{outside}"><rss><channel><title>a &secret; b</title></channel></rss>'
    )
    assert "told" not in (feed.title or "")


def test_deep_and_broad_feeds_take_linear_time() -> None:
    began = time.perf_counter()
    deep = "<rss><channel>" + "<a>" * 100_000
    with contextlib.suppress(ReadError):
        parse_feed(deep)
    broad = parse_feed(rss("<item><title>x</title></item>" * 20_000))
    assert len(broad.items) == 20_000
    assert time.perf_counter() - began < 20


@given(st.text(max_size=300), st.sampled_from(["<rss><channel>", "<feed>", "<opml>", ""]))
def test_whatever_is_in_a_feed_only_its_own_error_is_raised(text: str, head: str) -> None:
    for parse in (parse_feed, parse_opml):
        with contextlib.suppress(ReadError):
            assert parse(head + text) is not None


def test_the_namespaces_example_is_read(shared: Path) -> None:
    text = (shared / "formats" / "podcast-namespace" / "feed.xml").read_text("utf-8")
    inner = text[text.index("<podcast:episode") : text.rindex("</test-wrapper>")]
    (item,) = parse_feed(rss(f"<item><title>1</title>{inner}</item>")).items
    assert [person.name for person in item.people] == ["Adam Curry", "Dave Jones"]
    assert [person.role for person in item.people] == ["host", "guest"]
    assert len(item.transcripts) == 3
    assert item.chapters == ("https://example.com/ep1_chapters.json",)
