"""What `kb speakers` says of who may be who: suggestions and unnamed voices, to accept or reject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from ingest.timecode import clock
from kb.cli import common

if TYPE_CHECKING:
    from kb.people import Decision, Evidence, Suggestion

_WIDTH = 92
_FEW = 3

_ids_argument = click.argument("ids", nargs=-1, metavar="ID...")


@click.command()
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


@click.command()
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


@click.command()
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
        tell(people.accept(db, each.speaker_id, each.person))


@click.command()
@_ids_argument
@click.pass_context
def reject(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Turn suggestions down, by their ids; they are not made again."""
    from kb import people

    db = common.opened(ctx)
    for each in _chosen(people.suggestions(db), ids):
        tell([people.reject(db, each.speaker_id, each.person)])


def _chosen(found: Iterable[Suggestion], ids: Iterable[str]) -> list[Suggestion]:
    from kb.errors import NotFoundError

    by_id = {str(each.id): each for each in found}
    for ref in ids:
        if ref not in by_id:
            message = f"there is no suggestion {ref}; `kb speakers suggest` lists them"
            raise NotFoundError(message)
    return [by_id[ref] for ref in ids]


def tell(decided: Iterable[Decision]) -> None:
    """Say what was decided, each in a line on stderr."""
    for each in decided:
        verdict = "is" if each.verdict == "is" else "is not"
        click.echo(f"{each.name} {verdict} {each.person} ({where(each)})", err=True)


def where(decision: Decision) -> str:
    """Return where a decision holds."""
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


UNDER_SPEAKERS = (suggest, voices, accept, reject)
