"""Commands for topics: list them, look at one, and decide what they are called and which count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kb.cli import common

if TYPE_CHECKING:
    from kb.topics import Course, Decision

_PARTS = ("rename", "merge", "hide", "pin")
_WHAT: dict[str, Literal["name", "merge", "hidden", "pinned"]] = {
    "rename": "name",
    "merge": "merge",
    "hide": "hidden",
    "pin": "pinned",
}
_BAR = 24  # characters
_FEW = 8

_topics_argument = click.argument("topics", nargs=-1, required=True)


@click.group(invoke_without_command=True)
@common.talk_option
@common.limit_option
@common.json_option
@click.pass_context
def topics(ctx: click.Context, talk: str | None, limit: int | None, as_json: bool) -> None:
    """List topics: a talk's, or those that most talks share. Or decide about them.

    What is decided holds for all talks, also for those that are ingested later. A topic is named
    in any spelling.

    \b
    Example:
        kb topics --talk interview.vtt -n 10
        kb topics merge "K8s" "Kube" --into "Kubernetes"
        kb topics hide "episode"
    """
    if ctx.invoked_subcommand is not None:
        return
    from kb import listings

    rows = listings.topics(common.opened(ctx), talk=talk, limit=limit)
    columns = {"topic": "topic", "mentions": "mentions"}
    columns |= {"score": "score"} if talk else {"talks": "talks"}
    common.show_rows(rows, columns, as_json=as_json, empty="no topics")


@topics.command()
@click.argument("topic")
@click.argument("name")
@click.pass_context
def rename(ctx: click.Context, topic: str, name: str) -> None:
    """Call a topic by another name.

    \b
    Example:
        kb topics rename "AWS" "Amazon Web Services"
    """
    from kb import topics as deciding

    _tell([deciding.rename(common.opened(ctx), topic, name)])


@topics.command()
@_topics_argument
@click.option("--into", required=True, metavar="TOPIC", help="The topic that they become part of.")
@click.pass_context
def merge(ctx: click.Context, topics: tuple[str, ...], into: str) -> None:
    """Make topics part of another one.

    \b
    Example:
        kb topics merge "CI" --into "continuous integration"
    """
    from kb import topics as deciding

    _tell(deciding.merge(common.opened(ctx), topics, into))


@topics.command()
@_topics_argument
@click.pass_context
def hide(ctx: click.Context, topics: tuple[str, ...]) -> None:
    """Show topics nowhere."""
    from kb import topics as deciding

    _tell(deciding.hide(common.opened(ctx), topics))


@topics.command()
@_topics_argument
@click.pass_context
def pin(ctx: click.Context, topics: tuple[str, ...]) -> None:
    """Let topics stand first in every list."""
    from kb import topics as deciding

    _tell(deciding.pin(common.opened(ctx), topics))


@topics.command()
@_topics_argument
@click.option("--only", type=click.Choice(_PARTS), help="Take back this decision, not all of them.")
@click.pass_context
def undo(ctx: click.Context, topics: tuple[str, ...], only: str | None) -> None:
    """Take back what was decided about topics.

    \b
    Example:
        kb topics undo "AWS" --only rename
    """
    from kb import topics as deciding

    what = _WHAT[only] if only else None
    for topic in deciding.undo(common.opened(ctx), topics, what):
        click.echo(f"{topic.name}: taken back", err=True)


@topics.command()
@common.json_option
@click.pass_context
def decisions(ctx: click.Context, as_json: bool) -> None:
    """List what was decided about topics."""
    from kb import topics as deciding

    found = deciding.decisions(common.opened(ctx))
    rows = [
        {**d.model_dump(exclude={"topic_id"}), "topic": d.found_name or d.key, "decided": d.said}
        for d in found
    ]
    columns = {"topic": "topic", "decided": "decided", "decided_at": "when"}
    common.show_rows(rows, columns, as_json=as_json, empty="nothing is decided about topics")


@topics.command()
@common.output_option
@click.pass_context
def export(ctx: click.Context, output: Path | None) -> None:
    """Write the decisions to a small YAML file, to be kept in git.

    \b
    Example:
        kb topics export -o topics.yml
    """
    from kb import topics as deciding

    common.put(deciding.dump(deciding.decisions(common.opened(ctx))), output)


@topics.command("import")
@common.file_argument
@common.replace_option
@click.pass_context
def import_(ctx: click.Context, file: Path, replace: bool) -> None:
    """Take up the decisions of such a file; their topics need not be there yet.

    \b
    Example:
        kb topics import topics.yml
    """
    from kb import topics as deciding

    common.take_up(ctx, file, deciding.load, deciding.adopt, replace=replace)


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--by",
    type=click.Choice(("year", "quarter", "month")),
    help="How finely to show it over time. [default: as the talks' dates allow]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object instead.")
@click.pass_context
def topic(
    ctx: click.Context,
    name: tuple[str, ...],
    by: Literal["year", "quarter", "month"] | None,
    as_json: bool,
) -> None:
    """Show a topic: who talks about it, when, and what comes up with it.

    \b
    Example:
        kb topic open source --by quarter
    """
    from kb import listings
    from kb import topics as knowing

    db = common.opened(ctx)
    own = knowing.shown(db, " ".join(name))
    counts = next(
        db.query("select talks, mentions, pinned from topics where id = ?", [own.id]), None
    )
    course = knowing.over_time(db, own.id, by)
    parts: dict[str, Sequence[dict[str, object]]] = {
        "talks_about_it": listings.talks(db, topic=str(own.id), limit=_FEW),
        "speakers": [voice._asdict() for voice in knowing.voices(db, own.id, _FEW)],
        "over_time": [period._asdict() for period in course.periods],
        "comes_up_with": [tie._asdict() for tie in knowing.related(db, own.id, _FEW)],
    }
    about = {"topic": own.name, "topic_id": own.id, **(counts or {"talks": 0, "mentions": 0})}
    if as_json:
        click.echo(json.dumps({**about, **parts}, ensure_ascii=False, indent=2))
        return
    click.echo(click.style(own.name, bold=True))
    pinned = " · pinned" if counts and counts["pinned"] else ""
    hidden = "" if counts else " · hidden, or in no talk"
    click.echo(f"{about['talks']} talks · {about['mentions']} mentions{pinned}{hidden}")
    _part("Who talks about it", (_voice(row) for row in parts["speakers"]))
    _part(f"By {course.grain}", _course(course))
    _part("Comes up with", (_tie(row) for row in parts["comes_up_with"]))
    _part("Talks", (_talk(row) for row in parts["talks_about_it"]))


def _tell(decided: Iterable[Decision]) -> None:
    for decision in decided:
        click.echo(f"{decision.found_name or decision.key}: {decision.said}", err=True)


def _part(head: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        click.echo("\n" + click.style(head, bold=True))
        for line in found:
            click.echo("  " + line)


def _voice(row: dict[str, object]) -> str:
    return f"{row['share']:>4.0%}  {row['name']} ({_many(row['passages'], 'passage')})"


def _tie(row: dict[str, object]) -> str:
    times = f"{row['lift']:.1f} times as often as by chance"
    return f"{row['name']} ({_many(row['together'], 'passage')}, {times})"


def _talk(row: dict[str, object]) -> str:
    return " · ".join(str(part) for part in (row["title"], row["date"], row["talk"]) if part)


def _course(course: Course) -> Iterable[str]:
    for period in course.periods:
        bar = "▇" * round(_BAR * period.share) or ("▏" if period.about else "")
        yield f"{period.name}  {bar:<{_BAR}} {period.about} of {_many(period.talks, 'talk')}"
    if course.undated and course.periods:
        yield f"and {_many(course.undated, 'talk')} without such a date"


def _many(count: object, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


COMMANDS = (topics, topic)
