"""Downloads within limits, from public addresses, over real connections."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kb.feeds.fetch import Fetched, Limits, fetch
from kb.feeds.wanted import Source, Wanted
from kb.feeds.wire import FetchError, is_public, opened
from tests.feeds.conftest import Answer, Server, dripping, endless, redirect, torn

VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello there.\n"
HERE = ["127.0.0.1"]


def wanted(folder: Path, *urls: str, suffix: str = ".vtt", name: str = "a") -> Wanted:
    return Wanted(folder / "feed-files" / name, tuple(Source(url, suffix) for url in urls))


def get(folder: Path, *urls: str, suffix: str = ".vtt", **limits: float) -> Fetched:
    chosen = Limits(**limits)  # type: ignore[arg-type]
    return fetch([wanted(folder, *urls, suffix=suffix)], limits=chosen, allow=HERE)


def test_a_file_is_downloaded_once(server: Server, tmp_path: Path) -> None:
    server.pages["/a.vtt"] = VTT
    found = get(tmp_path, server.url("/a.vtt"))
    assert found.files == [tmp_path / "feed-files" / "a.vtt"]
    assert found.files[0].read_bytes() == VTT
    again = get(tmp_path, server.url("/a.vtt"))
    assert (again.files, again.failed, server.asked) == ([], [], ["/a.vtt"])
    assert [file.name for file in (tmp_path / "feed-files").iterdir()] == ["a.vtt"]


def test_what_one_address_has_not_the_next_may_have(server: Server, tmp_path: Path) -> None:
    server.pages["/b.vtt"] = VTT
    found = get(tmp_path, server.url("/none.vtt"), server.url("/b.vtt"))
    assert (len(found.files), found.failed) == (1, [])
    assert server.asked == ["/none.vtt", "/b.vtt"]


def test_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/1": redirect("/2"), "/2": redirect(server.url("/3")), "/3": VTT}
    assert len(get(tmp_path, server.url("/1")).files) == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (None, "the server says 404"),
        (b"", "empty file"),
        (b"<!DOCTYPE html><title>Please log in</title>", "a web page in its place"),
        (b"x" * 2_000_000, "larger than 1 MB"),
        (endless, "larger than 1 MB"),
        (torn, "broke off"),
        (redirect("/a"), "redirects more than"),
        (redirect("file:///etc/passwd"), "only http and https"),
        (redirect("ftp://example.org/a"), "only http and https"),
        (redirect("http://192.0.2.1@169.254.169.254/latest"), "private network"),
        (redirect("http://[::1]/"), "private network"),
        (redirect("http://[broken/"), "does not say where to"),
    ],
)
def test_what_must_not_be_had_is_named(
    server: Server, tmp_path: Path, page: bytes | Answer | None, said: str
) -> None:
    if page is not None:
        server.pages["/a"] = page
    found = get(tmp_path, server.url("/a"), size=2**20, seconds=20)
    assert found.files == []
    (line,) = found.failed
    assert line.startswith(server.url("/a") + ": ")
    assert said in line
    assert "\n" not in line
    assert not (tmp_path / "feed-files").exists()


def test_a_server_that_drips_is_cut_off(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = dripping
    began = time.monotonic()
    found = get(tmp_path, server.url("/a"), seconds=1)
    assert time.monotonic() - began < 8
    assert len(found.failed) == 1
    assert found.files == []


def test_a_run_ends_at_its_limits(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = VTT
    many = [wanted(tmp_path, server.url("/a"), name=f"n{i}") for i in range(5)]
    found = fetch(many, limits=Limits(files=2), allow=HERE)
    assert (len(found.files), found.left) == (2, 3)
    found = fetch(many, limits=Limits(files=2), allow=HERE)
    assert (len(found.files), found.left) == (2, 1)
    assert fetch(many, limits=Limits(all_seconds=-1), allow=HERE).left == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_asked_only_where_the_user_says_so(
    server: Server, tmp_path: Path, host: str
) -> None:
    server.pages["/a"] = VTT
    url = f"http://{host}:{server.port}/a"
    found = fetch([wanted(tmp_path, url)])
    assert server.asked == []
    assert f"{host} is on a private network; --fetch-from {host} allows it" in found.failed[0]
    assert len(fetch([wanted(tmp_path, url)], allow=[host]).files) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.9.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_are_private_in_every_spelling(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", ["", "/a.vtt", "file:///etc/passwd", "http://", "http://a:b/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(FetchError), opened(url, seconds=1):
        pass
