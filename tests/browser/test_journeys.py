"""What somebody does with the pages: find, read, keep, order, export. With and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb import exports


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a fresh visitor."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        java_script_enabled=request.param,
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


def test_from_a_question_to_its_place_in_the_talk(visit: Page, address: str) -> None:
    visit.goto(address)
    visit.get_by_role("searchbox", name="Search all talks").fill("who reads the log book")
    visit.get_by_role("button", name="Search").click()
    hit = visit.locator(".hit").first
    expect(hit.get_by_role("heading")).to_have_text("The night shift")
    expect(hit.locator("mark").first).to_be_visible()
    hit.get_by_text("Before and after").click()
    expect(hit.locator(".around .line").first).to_be_visible()
    hit.get_by_role("link", name=re.compile("^Read on")).click()
    expect(visit).to_have_url(re.compile(r"/-/kb/talk/\d+\?q=.*#p-\d+$"))
    passage = visit.url.split("#")[1]
    expect(visit.locator(f"#{passage}")).to_be_in_viewport()
    expect(visit.locator(".turn:has(:target)")).to_contain_text("log book")


def test_narrowing_down_and_widening_again(visit: Page, address: str) -> None:
    visit.goto(f"{address}/-/kb/search?q=what+people+write+down")
    side = visit.get_by_role("complementary", name="Narrow down")
    side.get_by_role("link", name=re.compile("^post")).click()
    expect(visit.locator(".hit .kind")).not_to_have_count(0)
    assert {kind.lower() for kind in visit.locator(".hit .kind").all_inner_texts()} == {"post"}
    visit.get_by_label("Meaning", exact=True).check(force=True)
    visit.get_by_role("button", name="Search").click()
    expect(visit).to_have_url(re.compile("kind=post.*mode=semantic|mode=semantic.*kind=post"))
    visit.get_by_role("link", name=re.compile("^Kind: post")).click()
    assert "kind=" not in visit.url


def test_collecting_ordering_noting_and_exporting(
    visit: Page, address: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = f"Piece {request.node.callspec.id}"
    visit.goto(f"{address}/-/kb/quotes")
    visit.get_by_role("link", name="Keep this quote").first.click()
    visit.get_by_label(re.compile("ew collection")).fill(name)
    visit.get_by_label(re.compile("^Note")).fill("Opens it.")
    visit.get_by_role("button", name="Keep it").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text(name)
    expect(visit.get_by_role("status")).to_have_text("Kept, with its receipt.")
    first = visit.locator(".kept blockquote").first.inner_text()

    visit.goto(f"{address}/-/kb/search?q=who+reads+the+log+book")
    best = visit.locator(".hit").first.locator(".best").inner_text()
    visit.locator(".hit").first.get_by_role("link", name="Keep a quote").click()
    visit.get_by_label("Collection", exact=True).select_option(label=f"{name} (1)")
    visit.get_by_role("button", name="Keep it").click()
    assert visit.locator(".kept blockquote").all_inner_texts() == [first, best]

    visit.get_by_role("button", name="Move up").click()
    assert visit.locator(".kept blockquote").all_inner_texts() == [best, first]
    item = visit.locator(".kept > li").first
    item.get_by_text("Add a note").click()
    item.get_by_label("Note", exact=True).fill("Closes it.")
    item.get_by_label(re.compile("^Tags")).fill("end, log")
    item.get_by_role("button", name="Save").click()
    assert visit.locator(".kept .note").all_inner_texts() == ["Closes it.", "Opens it."]
    assert visit.locator(".kept .chips li").all_inner_texts() == ["end", "log"]

    for label, format_ in (("Markdown", "md"), ("CSV", "csv"), ("JSON", "json")):
        with visit.expect_download() as waiting:
            visit.get_by_role("link", name=label).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.suffix == exports.EXPORTS.get(format_).suffix
        quotes = exports.load(file.read_bytes().decode(), format_)
        assert [quote.text for quote in quotes] == [best, first]
        assert [quote.note for quote in quotes] == ["Closes it.", "Opens it."]

    visit.locator(".kept > li").last.get_by_role("button", name="Take this quote out").click()
    assert visit.locator(".kept blockquote").all_inner_texts() == [best]
    visit.get_by_text("Delete this collection").click()
    visit.get_by_role("button", name="Delete it for good").click()
    expect(visit).to_have_url(f"{address}/-/kb/collections")
    expect(visit.get_by_role("link", name=name)).to_have_count(0)


def test_reading_both_layers(visit: Page, address: str) -> None:
    visit.goto(f"{address}/-/kb/talks")
    visit.get_by_role("link", name="The night shift").click()
    expect(visit.locator(".turn").get_by_role("link", name="0:20").first).to_have_attribute(
        "href", "https://example.org/night-shift.mp3#t=20"
    )
    expect(visit.locator(".not-talk")).to_have_text("Thanks for watching!")
    visit.get_by_role("link", name="Show the source, with every edit").click()
    expect(visit.locator("del").first).to_be_visible()
    visit.get_by_role("link", name="Back to the clean reading").click()
    visit.locator(".to-quote").first.click()
    expect(visit.get_by_role("heading", name="Receipt")).to_be_visible()
    expect(visit.locator(".proved")).to_contain_text("Checked just now")


def test_from_a_passage_to_others_like_it(visit: Page, address: str) -> None:
    visit.goto(f"{address}/-/kb/search?q=log+book")
    visit.locator(".hit").first.get_by_role("link", name="More like this").click()
    visit.get_by_role("link", name="in other talks").click()
    own = visit.get_by_role("heading", level=1).inner_text()
    others = visit.locator(".hit h3").all_inner_texts()
    assert others
    assert own not in others
