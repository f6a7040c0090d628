"""Take pictures of a served knowledge base, to look at:

kb serve -p 8001 &
python -m tests.browser.pictures http://127.0.0.1:8001 FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import QUIET, find_chromium

DEVICES = {"phone": (390, 844), "desktop": (1280, 900)}
QUESTION = "how teams at Netflix avoid duplicate work"


def take(page: Page, address: str, name: str) -> None:
    """Open a page by the way that people come to it."""
    if name == "home":
        page.goto(address)
    elif name in ("search", "talk"):
        page.goto(f"{address}/-/kb/search?q={QUESTION.replace(' ', '+')}")
        if name == "talk":
            page.goto(f"{address}/-/kb/talks?sort=longest")
            page.locator(".talk-item a").first.click()
    else:
        page.goto(f"{address}/-/kb/collections")
        if page.locator(".talk-item a").count():
            page.locator(".talk-item a").first.click()


def pictures(browser: Browser, address: str, folder: Path) -> None:
    """Take all pictures: each page, on each device, by day and by night."""
    for device, (width, height) in DEVICES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            for name in ("home", "search", "talk", "collection"):
                take(page, address, name)
                page.screenshot(path=folder / f"{name}-{device}-{scheme}.png")
            context.close()


if __name__ == "__main__":
    to = Path(sys.argv[2])
    to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = find_chromium()
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        pictures(launched, sys.argv[1].rstrip("/"), to)
