"""Commands for speakers: list them, and decide who is who."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import common, suggestions


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

    suggestions.tell(people.rename(common.opened(ctx), speaker, name, talk=talk))


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

    suggestions.tell(people.merge(common.opened(ctx), names, into, talk=talk))


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
        click.echo(f"{each.name}: taken back ({suggestions.where(each)})", err=True)


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

    common.take_up(ctx, file, people.load, people.adopt, replace=replace)


for _command in suggestions.UNDER_SPEAKERS:
    speakers.add_command(_command)

COMMANDS = (speakers,)
