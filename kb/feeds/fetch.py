"""Downloads the transcripts and chapters that feeds name, within limits, and nothing else."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kb.feeds.wanted import Source, Wanted
from kb.feeds.wire import FetchError, opened

_CHUNK = 2**16
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)


class Limits(NamedTuple):
    """How much is downloaded in one run.

    Args:
        size: Bytes of a file.
        files: How many; the next run takes the next ones.
        seconds: For one file.
        all_seconds: For all of them.
    """

    size: int = 16 * 2**20
    files: int = 500
    seconds: float = 30
    all_seconds: float = 900


@dataclass
class Fetched:
    """What came of a run.

    Args:
        files: Those that were made.
        failed: One line for each that was not, its address first.
        left: How many were left for the next run.
    """

    files: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left: int = 0


def fetch(
    wanted: Sequence[Wanted], *, limits: Limits | None = None, allow: Collection[str] = ()
) -> Fetched:
    """Download files, each from the first of its addresses that has it; what is there stays.

    Args:
        wanted: What to download.
        limits: Where to stop.
        allow: Hosts on private networks that may be asked.
    """
    limits = limits or Limits()
    out = Fetched()
    began = time.monotonic()
    missing = [each for each in wanted if not any(map(Path.exists, _targets(each)))]
    for number, each in enumerate(missing):
        if number >= limits.files or time.monotonic() - began > limits.all_seconds:
            out.left = len(missing) - number
            break
        lines = []
        for source, target in zip(each.sources, _targets(each), strict=True):
            try:
                _download(source, target, limits, allow)
            except (FetchError, OSError, http.client.HTTPException) as error:
                lines.append(f"{source.url}: {_said(error)}")
            else:
                out.files.append(target)
                break
        else:
            out.failed.extend(lines)
    return out


def _targets(wanted: Wanted) -> list[Path]:
    return [wanted.to.with_name(wanted.to.name + source.suffix) for source in wanted.sources]


def _download(source: Source, target: Path, limits: Limits, allow: Collection[str]) -> None:
    with opened(source.url, seconds=limits.seconds, allow=allow) as response:
        if response.status != http.client.OK:
            message = f"the server says {response.status} {response.reason}".rstrip()
            raise FetchError(message)
        data = _body(response, limits)
    if source.suffix != ".html" and _PAGE.match(data[:200]):
        message = "the server sends a web page in its place"
        raise FetchError(message)
    if not data.strip():
        message = "the server sends an empty file"
        raise FetchError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Whole, or not at all: a run may be stopped while it writes.
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(data)
    part.replace(target)


def _body(response: http.client.HTTPResponse, limits: Limits) -> bytes:
    stated = response.headers.get("Content-Length") or ""
    out = bytearray()
    # Read piece by piece, and no further than allowed, whatever length was stated.
    while len(out) <= limits.size and not (stated.isdigit() and int(stated) > limits.size):
        piece = response.read1(_CHUNK)
        if not piece:
            if stated.isdigit() and len(out) < int(stated):
                message = "the connection broke off"
                raise FetchError(message)
            return bytes(out)
        out += piece
    message = f"it is larger than {limits.size // 2**20} MB"
    raise FetchError(message)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server is too slow"
    if isinstance(error, OSError):
        return f"cannot be reached ({error.strerror or error})"
    return str(error) or type(error).__name__
