"""How the pages look: no sideways scrolling, contrast that everybody can read, the keyboard's way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

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
    if (!element) return rgba(getComputedStyle(document.documentElement).colorScheme.includes("x") ? "#fff" : "#fff");
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


def open_page(page: Page, address: str, name: str) -> None:
    """Open one of our pages, by the links that lead to it."""
    if name in _PATHS:
        page.goto(address + _PATHS[name])
        return
    before, link = _LINKED[name]
    open_page(page, address, before)
    href = page.locator(link).first.get_attribute("href")
    assert href, name
    page.goto(page.evaluate("href => new URL(href, location).href", href))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_scrolls_sideways(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, address, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser: Browser, address: str, name: str, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        open_page(page, address, name)
        assert page.evaluate(_WEAK) == []
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
        assert dark is (scheme == "dark")


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


def test_on_paper_there_are_only_words(page: Page, address: str) -> None:
    open_page(page, address, "talk")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".bottom", ".tools"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".turn").first).to_be_visible()


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="SCREENSHOTS=FOLDER takes pictures")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures(browser: Browser, address: str, scheme: Any) -> None:
    """Not a test: pictures to look at."""
    folder = Path(os.environ["SCREENSHOTS"])
    for device, width, height in (("phone", 390, 844), ("desktop", 1280, 900)):
        with browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        ) as context:
            page = context.new_page()
            for name in PAGES:
                open_page(page, address, name)
                page.screenshot(path=folder / f"{name}-{device}-{scheme}.png")
