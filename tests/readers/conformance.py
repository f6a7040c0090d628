"""What becomes of every transcript beside the checkout: the table in docs/formats.md.

The files are not ours to ship, so what is found is kept in conformance.json: run this file to
write it anew, where the folder is. A test holds it against what the readers do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ingest import pipeline, readers
from ingest.errors import ReadError
from ingest.models import Talk
from ingest.timecode import clock

FOUND = Path(__file__).parent.parent / "data" / "conformance.json"
# Folders whose files are alike make one row each; of the others each file makes its own.
ALIKE = (
    "changelog/founderstalk", "changelog/podcast", "changelog/practicalai", "changelog/shipit",
    "highlights", "qmsum-val", "tagged", "usesthis", "formats/webvtt-w3c/wpt-file-parsing",
    "formats/webvtt-w3c/wpt-cue-parsing",
)  # fmt: skip
ALONE = ("formats", "seeds")
# What nobody would call a transcript: licences, tables of answers, lists of entities.
_OTHERS = (
    "LICENSE",
    "README",
    "html-entities.json",
    "gold.jsonl",
    "queries.jsonl",
    "chapters.jsonl",
)

Row = dict[str, object]


def rows(data: Path) -> list[Row]:
    """Return a row for each file or folder, in order; what cannot be read says why."""
    found: list[Row] = []
    for folder in ALIKE:
        files = sorted(path for path in (data / folder).rglob("*") if _is_transcript(path))
        found += [_together(folder, group) for group in _by_reader(files)]
    for folder in ALONE:
        for path in sorted((data / folder).rglob("*")):
            name = path.relative_to(data).as_posix()
            if _is_transcript(path) and not name.startswith(ALIKE):
                found.append({"files": name, **_row(path)})
    return sorted(found, key=lambda row: str(row["files"]))


def _is_transcript(path: Path) -> bool:
    suite = "wpt-" in str(path) and path.suffix == ".json"  # what the suite expects
    return path.is_file() and not suite and not path.name.startswith(_OTHERS)


def _by_reader(files: list[Path]) -> Iterator[list[Row]]:
    read = sorted((_row(path) for path in files), key=_outcome)
    for _, group in groupby(read, key=_outcome):
        yield list(group)


def _outcome(row: Row) -> str:
    return str(row.get("reader") or row["refused"])


def _together(folder: str, group: list[Row]) -> Row:
    """Return one row for files that the same reader takes, or that are refused alike."""
    row: Row = {"files": f"{folder}/*", "count": len(group)}
    if "refused" in group[0]:
        return row | {"refused": group[0]["refused"]}
    speakers = [int(str(each["speakers"])) for each in group]
    return row | {
        "reader": group[0]["reader"],
        "turns": sum(int(str(each["turns"])) for each in group),
        "speakers": min(speakers)
        if len(set(speakers)) == 1
        else f"{min(speakers)} to {max(speakers)}",
        "timed": sum(1 for each in group if each["times"]),
    }


def _row(path: Path) -> Row:
    data = path.read_bytes()
    try:
        talk = pipeline.read_talk(data, path.name)
    except ReadError as error:
        return {"refused": _reason(str(error))}
    return {
        "reader": talk.source.reader,
        "turns": len(talk.turns),
        "speakers": len(talk.speakers),
        "times": _times(talk),
    }


def _times(talk: Talk) -> str:
    """Return the first and the last time, empty where there are none."""
    reader = readers.choose(talk.source.text, talk.source.path)
    cues = reader.read(talk.source.text).cues
    times = [ms for cue in cues for ms in (cue.start_ms, cue.end_ms) if ms is not None]
    return f"{clock(min(times))} to {clock(max(times))}" if times else ""


def _reason(message: str) -> str:
    return message.partition(" (tried")[0]


def _main(data: Path) -> None:
    found = rows(data)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
    FOUND.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
