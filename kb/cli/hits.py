"""How hits are printed: for reading, with their reasons, and for programs."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import click

from ingest.timecode import clock
from kb.cli import common

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kb.asking.ask import Answer
    from kb.hits import Hit

_NOTHING_CLOSE = "Nothing close. What is nearest:"


def show_answer(db: Database, answer: Answer, *, as_json: bool, nl: bool = False) -> None:
    """Print what was found; how the question was understood goes to stderr.

    Programs can tell from the scores that nothing is close.
    """
    show_notes(answer, heading=not as_json and not nl)
    show(db, answer.hits, as_json=as_json, nl=nl)


def show_notes(answer: Answer, *, heading: bool = True) -> None:
    """Say, on stderr, how the question was understood; with `heading`, that nothing is close."""
    for note in answer.understood.notes:
        click.echo(note, err=True)
    if answer.understood.corrected:
        click.echo("To search exactly as typed: --exact", err=True)
    if answer.understood.speaker is not None:
        name, rest = answer.understood.speaker
        click.echo(f"{name} speaks here; for what they say: {rest}", err=True)
    if heading and answer.close is False:
        click.echo(_NOTHING_CLOSE)


def show(
    db: Database,
    hits: Sequence[Hit],
    *,
    as_json: bool,
    nl: bool = False,
    new: Collection[int] = (),
) -> None:
    """Print hits for reading, as a JSON array, or as a JSON object a line."""
    if not as_json and not nl:
        if not hits:
            click.echo("nothing found", err=True)
        for number, hit in enumerate(hits, start=1):
            click.echo(reading(number, hit, new=hit.passage_id in new))
        return
    from kb.hits import as_rows

    rows = as_rows(db, hits)
    if as_json:
        common.show_json(rows)
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))


def reading(number: int, hit: Hit, *, new: bool = False) -> str:
    """Return a hit for reading: who, where, why, and the passage with its best sentence set off."""
    about = [hit.role] if hit.role and hit.role != "unknown" else []
    about += [f"name {hit.attribution}"] if hit.attribution in ("mapped", "inferred") else []
    who = f"{hit.speaker} ({', '.join(about)})" if hit.speaker and about else hit.speaker
    when = clock(hit.start_ms) if hit.start_ms is not None else None
    where = " · ".join(part for part in (who, hit.title, hit.date, when) if part)
    best = click.style(hit.best_sentence, bold=True)
    text = hit.text[: hit.best_start] + best + hit.text[hit.best_end :]
    body = "\n".join(click.wrap_text(line, 92, "   ", "   ") for line in text.splitlines())
    lines = [
        click.style(f"{number:>2} {'new · ' if new else ''}{where}", fg="cyan"),
        body,
        f"   [{why(hit)}] {hit.talk}:{hit.start_char}-{hit.end_char} passage {hit.passage_id}",
    ]
    if hit.url:
        lines.append(f"   {hit.url}")
    return "\n".join(lines) + "\n"


def why(hit: Hit) -> str:
    """Return a hit's reasons: how likely, how near in meaning, which words it has, whom you named."""
    reasons = [f"score {hit.score:.2f}"]
    if hit.semantic_rank:
        near = f" ({hit.meaning:.2f} near)" if hit.meaning is not None else ""
        reasons.append(f"meaning #{hit.semantic_rank}{near}")
    if hit.keyword_rank:
        covers = f" (cover {hit.covered:.0%})" if hit.covered is not None else ""
        reasons.append(f"words #{hit.keyword_rank}{covers}")
    if hit.matched:
        reasons.append(f"has {', '.join(hit.matched)}")
    if hit.named:
        reasons.append(f"heard: {hit.named}, whom you named")
    return ", ".join(reasons)
