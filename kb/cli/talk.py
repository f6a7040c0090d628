"""The command that shows one talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import click

from ingest.timecode import clock
from kb.cli import common

_ABOUT = ("kind", "show", "date", "url", "media_url", "language", "description")


@click.command()
@click.argument("talk")
@common.json_option
@click.pass_context
def talk(ctx: click.Context, talk: str, as_json: bool) -> None:
    """Show one talk: what it comes to in its own words, who speaks, its chapters and its files.

    It is named by its id or by the path of any of its files.

    \b
    Example:
        kb talk interview.vtt
    """
    from kb import about

    row = about.talk(common.opened(ctx), talk)
    if as_json:
        common.show_json([row])
        return
    for line in _shown(row):
        click.echo(line)


def _shown(row: Mapping[str, object]) -> Iterator[str]:
    yield click.style(str(row["title"]), bold=True)
    for key in _ABOUT:
        if row[key]:
            yield f"  {key.replace('_', ' ')}: {row[key]}"
    yield f"  {row['words']:,} words in {row['turns']:,} turns"
    yield from _block("in its own words", (_said(each) for each in _rows(row["summary"])))
    yield from _block("speakers", (_speaker(each) for each in _rows(row["speakers"])))
    yield from _block("chapters", (_chapter(each) for each in _rows(row["chapters"])))
    yield from _block("files", (_file(each) for each in _rows(row["files"])))


def _rows(value: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", value)


def _block(name: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield click.style(name, fg="cyan")
        yield from (f"  {line}" for line in found)


def _said(row: Mapping[str, object]) -> str:
    start = cast("int | None", row["start_ms"])
    when = clock(start) if start is not None else None
    who = ", ".join(str(part) for part in (row["speaker"], when) if part)
    return f"“{row['text']}”" + (f" — {who}" if who else "")


def _speaker(row: Mapping[str, object]) -> str:
    return f"{row['name']}: {row['role']}, {row['attribution']}, {row['words']:,} words"


def _chapter(row: Mapping[str, object]) -> str:
    start = cast("int | None", row["start_ms"])
    when = f"{clock(start)} " if start is not None else ""
    return f"{when}{row['title']} ({row['origin']})"


def _file(row: Mapping[str, object]) -> str:
    why = f" ({row['why']})" if row["why"] else ""
    return f"{row['path']}: {row['kind']}{why}"


COMMANDS = (talk,)
