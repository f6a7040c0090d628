"""Commands for speakers: list them, see who may be who, and decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.timecode import clock
from kb.cli import common

if TYPE_CHECKING:
    from kb.people import Decision, Evidence, Suggestion

_WIDTH = 92
_FEW = 3

_ids_argument = click.argument("ids", nargs=-1, metavar="ID...")


@click.group(invoke_without_command=True)
@common.talk_option
@common.limit_option
@common.json_option
@click.pass_context
def speakers(ctx: click.Context, talk: str | None, limit: int | None, as_json: bool) -> None:
    """List speakers, those with the most words first. Or decide who is who.

    What is decided holds when files are ingested again. A speaker is named by a name in any case,
    by another spelling, or by an id; a label such as SPEAKER_00 together with its talk.

    \b
    Example:
        kb speakers --talk interview.vtt
        kb speakers suggest
        kb speakers rename SPEAKER_00 "Ann Lee" --talk interview.vtt
        kb speakers merge "Jerod Sant" --into "Jerod Santo"
    """
    if ctx.invoked_subcommand is not None:
        return
    from kb import listings

    rows = listings.speakers(common.opened(ctx), talk=talk, limit=limit)
    columns = {
        "name": "name",
        "roles": "roles",
        "talks": "talks",
        "turns": "turns",
        "words": "words",
        "aliases": "also",
    }
    if talk is not None:
        columns["attributions"] = "name is"
    common.show_rows(rows, columns, as_json=as_json, empty="no speakers")


@speakers.command()
@click.argument("talk", required=False)
@common.limit_option
@common.json_option
@click.pass_context
def suggest(ctx: click.Context, talk: str | None, limit: int | None, as_json: bool) -> None:
    """Show who may be who, the likeliest first, with the words that speak for it.

    Nothing is put in by itself: accept a suggestion, or reject it, and it is not made again.

    \b
    Example:
        kb speakers suggest
        kb speakers suggest interview.vtt
    """
    from kb import listings, people

    db = common.opened(ctx)
    talk_id = listings.talk_id(db, talk) if talk is not None else None
    found = people.suggestions(db, talk_id)[:limit]
    if as_json:
        common.show_json(_row(each) for each in found)
    elif not found:
        click.echo("nothing to suggest", err=True)
    for each in [] if as_json else found:
        click.echo(_shown(each))


@speakers.command()
@click.argument("talk", required=False)
@common.limit_option
@common.json_option
@click.pass_context
def voices(ctx: click.Context, talk: str | None, limit: int | None, as_json: bool) -> None:
    """List the voices that only a label names, each with a few excerpts to know it by.

    \b
    Example:
        kb speakers voices interview.vtt
    """
    from kb import listings, people

    db = common.opened(ctx)
    talk_id = listings.talk_id(db, talk) if talk is not None else None
    found = people.voices(db, talk_id)[:limit]
    if as_json:
        common.show_json(
            {
                **voice._asdict(),
                "excerpts": [e._asdict() for e in people.excerpts(db, voice.id, voice.talk_id)],
            }
            for voice in found
        )
    elif not found:
        click.echo("every voice has a name", err=True)
    for voice in [] if as_json else found:
        about = f"{voice.turns} turns, {voice.words:,} words · {voice.talk}"
        click.echo(f"{click.style(voice.name, bold=True)} · {about} · id {voice.id}")
        for excerpt in people.excerpts(db, voice.id, voice.talk_id):
            when = f"{clock(excerpt.start_ms)} " if excerpt.start_ms is not None else ""
            click.echo(click.wrap_text(f"{when}“{excerpt.text}”", _WIDTH, "   ", "   "))


@speakers.command()
@_ids_argument
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    help="Accept every suggestion with this score or a higher one.",
)
@click.pass_context
def accept(ctx: click.Context, ids: tuple[str, ...], least: float | None) -> None:
    """Accept suggestions, by their ids.

    \b
    Example:
        kb speakers accept 81240571223040
        kb speakers accept --least 0.9
    """
    from kb import people

    if not ids and least is None:
        message = "name suggestions by their ids, as `kb speakers suggest` shows them"
        raise click.UsageError(message)
    db = common.opened(ctx)
    found = people.suggestions(db)
    chosen = _chosen(found, ids)
    done = {(each.speaker_id, each.talk_id) for each in chosen}
    for each in found:
        # Of one voice the likeliest: it comes first.
        if (
            least is not None
            and each.score >= least
            and (each.speaker_id, each.talk_id) not in done
        ):
            done.add((each.speaker_id, each.talk_id))
            chosen.append(each)
    for each in chosen:
        _tell(people.accept(db, each.speaker_id, each.person))


@speakers.command()
@_ids_argument
@click.pass_context
def reject(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Turn suggestions down, by their ids; they are not made again."""
    from kb import people

    db = common.opened(ctx)
    for each in _chosen(people.suggestions(db), ids):
        _tell([people.reject(db, each.speaker_id, each.person)])


@speakers.command()
@click.argument("speaker")
@click.argument("name")
@click.option("--talk", help="Only in this talk: its id or path.")
@click.pass_context
def rename(ctx: click.Context, speaker: str, name: str, talk: str | None) -> None:
    """Give a speaker another name, or a voice its first one.

    A label is renamed in its talk, a first name in its show, a full name everywhere. With --talk a
    name is renamed there only, which tells two people of one name apart.

    \b
    Example:
        kb speakers rename SPEAKER_01 "Ben Oak" --talk maps/012.vtt
        kb speakers rename "Ann Lee" "Ann Leeh"
    """
    from kb import people

    _tell(people.rename(common.opened(ctx), speaker, name, talk=talk))


@speakers.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--into", required=True, metavar="SPEAKER", help="Whom they are one with.")
@click.option("--talk", help="Only in this talk: its id or path.")
@click.pass_context
def merge(ctx: click.Context, names: tuple[str, ...], into: str, talk: str | None) -> None:
    """Make speakers one with another, whose words all of theirs become.

    \b
    Example:
        kb speakers merge "Jerod Sant" "J. Santo" --into "Jerod Santo"
        kb speakers merge SPEAKER_03 --into SPEAKER_00 --talk interview.vtt
    """
    from kb import people

    _tell(people.merge(common.opened(ctx), names, into, talk=talk))


@speakers.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME|ID...")
@click.pass_context
def undo(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Take decisions back: by a name that they are about, or by their ids.

    \b
    Example:
        kb speakers undo "Jerod Sant"
    """
    from kb import people

    for each in people.undo(common.opened(ctx), names):
        click.echo(f"{each.name}: taken back ({_where(each)})", err=True)


@speakers.command()
@common.json_option
@click.pass_context
def decisions(ctx: click.Context, as_json: bool) -> None:
    """List what was decided about who is who."""
    from kb import people

    rows: list[dict[str, object]] = [
        {
            "id": each.id,
            **each.model_dump(),
            "where": each.where,
            "decided": ("is " if each.verdict == "is" else "is not ")
            + each.person
            + (" (rests)" if each.rests else ""),
        }
        for each in people.decisions(common.opened(ctx))
    ]
    columns = {
        "name": "name",
        "decided": "decided",
        "where": "where",
        "decided_at": "when",
        "id": "id",
    }
    common.show_rows(rows, columns, as_json=as_json, empty="nothing is decided about speakers")


@speakers.command()
@common.output_option
@click.pass_context
def export(ctx: click.Context, output: Path | None) -> None:
    """Write the decisions to a small YAML file, to be kept in git.

    \b
    Example:
        kb speakers export -o speakers.yml
    """
    from kb import people

    common.put(people.dump(people.decisions(common.opened(ctx))), output)


@speakers.command("import")
@common.file_argument
@common.replace_option
@click.pass_context
def import_(ctx: click.Context, file: Path, replace: bool) -> None:
    """Take up the decisions of such a file; their talks need not be there yet.

    \b
    Example:
        kb speakers import speakers.yml
    """
    from kb import people

    found = common.decided(file, people.load)
    people.adopt(common.opened(ctx), found, replace=replace)
    count = len(found)
    click.echo(f"{count} {'decision' if count == 1 else 'decisions'} taken up", err=True)


def _chosen(found: Iterable[Suggestion], ids: Iterable[str]) -> list[Suggestion]:
    from kb.errors import NotFoundError

    by_id = {str(each.id): each for each in found}
    for ref in ids:
        if ref not in by_id:
            message = f"there is no suggestion {ref}; `kb speakers suggest` lists them"
            raise NotFoundError(message)
    return [by_id[ref] for ref in ids]


def _tell(decided: Iterable[Decision]) -> None:
    for each in decided:
        verdict = "is" if each.verdict == "is" else "is not"
        click.echo(f"{each.name} {verdict} {each.person} ({_where(each)})", err=True)


def _where(decision: Decision) -> str:
    return f"in {decision.where}" if decision.talk or decision.show else "everywhere"


def _row(suggestion: Suggestion) -> dict[str, object]:
    evidence = [each._asdict() for each in suggestion.evidence]
    own = suggestion._asdict() | {"evidence": evidence}
    return {"id": suggestion.id, "kind": suggestion.kind, **own}


def _shown(suggestion: Suggestion) -> str:
    """Return a suggestion for reading: who, whom, how likely, and the words."""
    where = f" in {suggestion.talk}" if suggestion.talk else ""
    head = click.style(f"{suggestion.name}{where} → {suggestion.person}", bold=True)
    lines = [f"{head}  score {suggestion.score:.2f} · id {suggestion.id}"]
    lines.extend(line for each in suggestion.evidence[:_FEW] for line in _said(each))
    return "\n".join(lines) + "\n"


def _said(evidence: Evidence) -> Iterator[str]:
    if not evidence.text:
        yield f"   {evidence.reason} · {evidence.talk}"
        return
    text, start, end = evidence.text, evidence.start, evidence.end
    marked = text[:start] + click.style(text[start:end], bold=True) + text[end:]
    when = f" at {clock(evidence.start_ms)}" if evidence.start_ms is not None else ""
    place = f"{evidence.talk}:{evidence.start_char}-{evidence.end_char}"
    yield f"   {evidence.reason}{when} · {place}"
    yield click.wrap_text(f"“{' '.join(marked.split())}”", _WIDTH, "     ", "     ")


COMMANDS = (speakers,)
