"""How the pages look: no sideways scrolling, contrast that everybody can read, the keyboard's way."""

from __future__ import annotations

from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Page, expect

_PATHS = {
    "home": "/",
    "search": "/-/kb/search?q=who+reads+the+log+book",
    "talks": "/-/kb/talks",
    "speakers": "/-/kb/speakers?all=1",
    "topics": "/-/kb/topics",
    "quotes": "/-/kb/quotes",
    "collections": "/-/kb/collections",
    "typed": "/-/kb/search?q=speaker:olsn+-winter+%22log+book%22+genre:x",
    "searches": "/-/kb/searches",
    "who": "/-/kb/who?q=a+noise+that+nobody+could+explain",
}
# By the page that has the link, and which link leads there.
_LINKED = {
    "talk": ("talks", ".talk-item a[href*='/talk/']"),
    "hostile": ("talks", ".talk-item:has-text('script') a[href*='/talk/']"),
    "source": ("talk", "a[href*='source=1']"),
    "speaker": ("speakers", "table a"),
    "topic": ("topics", ".columns a"),
    "quote": ("quotes", ".quote-item a"),
    "keep": ("quotes", "a[href*='/keep']"),
    "passage": ("search", "a[href*='/passage/']"),
    "similar": ("passage", "a[href*='/similar']"),
    "unlike": ("similar", "a[href*='unlike']"),
}
PAGES = [*_PATHS, *_LINKED]

# Every visible text's contrast with what lies below it; those that are too weak.
_WEAK = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = element => {
    if (!element) return rgba("#fff");
    return over(rgba(getComputedStyle(element).backgroundColor), ground(element.parentElement));
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    if (!walker.currentNode.data.trim() || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const below = ground(element), [a, b] = [light(over(rgba(style.color), below)), light(below)];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const big = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (big ? 3 : 4.5)) weak.push(`${ratio.toFixed(2)} ${element.className} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return weak;
}
"""


@pytest.fixture(scope="module")
def addresses(browser: Browser, address: str) -> dict[str, str]:
    """Where every page is, found by the links that lead there."""
    found = {name: address + path for name, path in _PATHS.items()}
    with browser.new_context() as context:
        page = context.new_page()
        for name, (before, link) in _LINKED.items():
            page.goto(found[before])
            found[name] = page.locator(link).first.evaluate("link => link.href")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read_on_every_screen_and_in_the_dark(
    page: Page, addresses: dict[str, str], name: str
) -> None:
    page.goto(addresses[name])
    for scheme, ground in (("light", "rgb(252, 251, 248)"), ("dark", "rgb(20, 23, 26)")):
        page.emulate_media(color_scheme=cast(Any, scheme))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
        assert page.evaluate(_WEAK) == []
    for width in (768, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_key_leads_past_the_menu(page: Page, address: str) -> None:
    page.goto(f"{address}/-/kb/search?q=log")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_search_needs_no_mouse(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("who reads the log book")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Words and meaning").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Words", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Words", exact=True)).to_be_checked()
    assert "mode=keyword" in page.url


def test_on_paper_there_are_only_words(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["talk"])
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".bottom", ".tools"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".turn").first).to_be_visible()
