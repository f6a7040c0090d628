"""Feed the readers what nobody would write, guided by which of their lines it reaches.

    .venv/bin/python benchmarks/fuzz/fuzz.py --minutes 60

An input is a file's bytes behind one byte that says what to do with them: read them as a file
of any format, by one reader, as a part of a Word document or an e-book, or as an archive.
Whatever raises anything but the project's own error, breaks a rule that tests hold readers to,
or takes too long, is a finding; it is kept under build/fuzz and the run stops.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["ingest"]):
    from ingest.decode import decode
    from ingest.errors import ReadError
    from ingest.packed import is_zip, unpack
    from ingest.readers import READERS, choose

from tests.readers.packing import archive, docx, epub  # noqa: E402 - the path to it is made above
from tests.readers.rules import obeys  # noqa: E402

FIXTURES = ROOT / "tests" / "data" / "readers"
BUILD = ROOT / "build" / "fuzz"
WORDS = Path(__file__).with_name("words.dict")
SLOWEST = 30  # seconds for one input, on a machine that does other things too
LARGEST = 8192  # bytes of an input
MEMORY = 2048  # megabytes

NAMES = READERS.names()


def as_file(data: bytes) -> None:
    """Read bytes as `kb ingest` does."""
    text = decode(data).text
    obeys(text, choose(text, "talk.txt").read(text))


def as_format(data: bytes) -> None:
    """Read text by the reader that the first byte names, whether it is of its format or not."""
    reader = READERS.get(NAMES[data[0] % len(NAMES)])
    text = data[1:].decode("utf-8", "replace")
    assert 0 <= reader.sniff(text, "talk.txt") <= 1
    obeys(text, reader.read(text))


def as_document(data: bytes) -> None:
    """Read text as what a Word document has inside."""
    as_file(docx(data.decode("utf-8", "replace")))


def as_book(data: bytes) -> None:
    """Read text as the page of an e-book, behind what is said of the book."""
    about, _, page = data.decode("utf-8", "replace").partition("\x00")
    as_file(epub({"a.xhtml": page}, about))


def as_archive(data: bytes) -> None:
    """Unpack bytes; a file of them too, whose checksum is right."""
    if is_zip(data):
        unpack(data, bool)
    name, _, inner = data.partition(b"\x00")
    unpack(archive({name.decode("utf-8", "replace") or "a.zip": inner}), bool)


WAYS: tuple[Callable[[bytes], None], ...] = (as_file, as_format, as_document, as_book, as_archive)


def one_input(data: bytes) -> None:
    """Do with an input what its first byte says; a refusal in one line is an answer."""
    if len(data) < 3:
        return
    reason = "read"
    try:
        WAYS[data[0] % len(WAYS)](data[1:])
    except ReadError as refused:
        reason = str(refused)
    assert reason
    assert "\n" not in reason


def seeds() -> Iterator[tuple[str, bytes]]:
    """Yield the fixtures as inputs: each as a file, and by its reader where it is text."""
    for path in sorted(FIXTURES.iterdir()):
        data = path.read_bytes()
        if not path.with_name(f"{path.name}.json").exists():
            continue
        yield f"{path.name}.file", bytes([0]) + data
        text = decode(data).text
        number = NAMES.index(choose(text, path.name).name)
        yield f"{path.name}.format", bytes([1, number]) + text.encode()
        if is_zip(data):
            yield f"{path.name}.archive", bytes([4]) + data
            for member in unpack(
                data, lambda path: path.endswith(("document.xml", "html"))
            ).members:
                way = 2 if member.path.endswith("document.xml") else 3
                yield f"{path.name}.{way}", bytes([way]) + member.data


def main() -> None:
    """Make the seeds and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--input", type=Path, help="try this finding alone")
    args = parser.parse_args()
    if args.input:
        one_input(args.input.read_bytes())
        return
    corpus, fixtures = BUILD / "corpus", BUILD / "seeds"
    shutil.rmtree(fixtures, ignore_errors=True)
    for folder in (corpus, fixtures):
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in seeds():
        (fixtures / name).write_bytes(data)
    options = [
        f"-max_total_time={round(args.minutes * 60)}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}",
        f"-max_len={LARGEST}", f"-dict={WORDS}", f"-artifact_prefix={BUILD}/", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus), str(fixtures)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
