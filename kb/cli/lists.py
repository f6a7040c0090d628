"""Commands that list: talks, quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import click

from ingest.timecode import clock
from kb.cli import common


@click.command()
@click.option("--show", help="Only this show or publication.")
@click.option("--kind", help="Only podcast, interview, post, …")
@click.option("--speaker", help="Only talks in which this person speaks.")
@click.option("--topic", help="Only talks about this topic.")
@common.limit_option
@common.json_option
@click.pass_context
def talks(
    ctx: click.Context,
    show: str | None,
    kind: str | None,
    speaker: str | None,
    topic: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List talks, the newest first.

    \b
    Example:
        kb talks --show "Signal and Noise"
    """
    from kb import listings

    db = common.opened(ctx)
    rows = listings.talks(db, show=show, kind=kind, speaker=speaker, topic=topic, limit=limit)
    common.show_blocks(rows, _talk, as_json=as_json, empty="no talks")


@click.command()
@common.talk_option
@click.option("--speaker", help="Only what this person says.")
@click.option("--topic", help="Only quotes from passages about this topic.")
@common.limit_option
@common.json_option
@click.pass_context
def quotes(
    ctx: click.Context,
    talk: str | None,
    speaker: str | None,
    topic: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List quotes, the best first.

    \b
    Example:
        kb quotes --speaker "Amir" -n 5
    """
    from kb import listings

    rows = listings.quotes(common.opened(ctx), talk=talk, speaker=speaker, topic=topic, limit=limit)
    common.show_blocks(rows, _quote, as_json=as_json, empty="no quotes")


def _talk(row: Mapping[str, object]) -> tuple[str, str]:
    people = ", ".join(
        f"{s['name']} ({s['role']})" if s["role"] != "unknown" else s["name"]
        for s in cast("list[dict[str, str]]", row["speakers"])
    )
    about = [row["date"], row["kind"], row["show"], people, f"{row['words']:,} words", row["talk"]]
    return str(row["title"]), " · ".join(str(part) for part in about if part)


def _quote(row: Mapping[str, object]) -> tuple[str, str]:
    start_ms = cast("int | None", row["start_ms"])
    when = clock(start_ms) if start_ms is not None else None
    known = f"name {row['attribution']}" if row["attribution"] in ("mapped", "inferred") else None
    about = [
        row["speaker"],
        known,
        row["title"],
        when,
        f"score {row['score']:.2f}",
        f"id {row['quote_id']}",
    ]
    return f"“{row['text']}”", " · ".join(str(part) for part in about if part)


COMMANDS = (talks, quotes)
