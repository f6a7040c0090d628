"""A real Chromium for the tests in this folder; without one they are skipped, and say so."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from kb import serving
from tests.conftest import HashingEncoder
from tests.web import talks

_METADATA = Path(__file__).parents[2] / "metadata.yml"

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of an installed Chromium (CHROMIUM names another)."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium is installed; apt-get install chromium, or set CHROMIUM")
    return found


# No wider than a module: while Playwright runs, no asynchronous test of another one can.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, encoder: HashingEncoder) -> Iterator[str]:
    """A knowledge base of small talks, served as `kb serve` does; its address without a slash."""
    talks.plug_in(encoder)
    path = talks.made(tmp_path_factory.mktemp("browser"), encoder)
    app = serving.datasette(str(path), metadata=str(_METADATA), editing=True).app()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a desktop's width; set_viewport_size makes it a phone's."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    opened.close()
    assert faults == []
