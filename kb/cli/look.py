"""Commands that find: search, similar, who, and serve for the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli import common, hits

if TYPE_CHECKING:
    from kb.asking.who import Person
    from kb.search import Mode

_exact = click.option("--exact", is_flag=True, help="Take every name as it is spelt.")


@click.command()
@click.argument("query", nargs=-1, required=True)
@common.mode_option
@common.hits_option
@_exact
@click.option("--nl", is_flag=True, help="Print a JSON object a line instead.")
@common.filter_options
@common.json_option
@common.model_option
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    mode: Mode,
    limit: int,
    exact: bool,
    nl: bool,
    as_json: bool,
    model: str | None,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Find passages by words and meaning.

    QUERY may hold "phrases in quotes", speaker: role: show: kind: topic: talk: after: before:,
    and what shall not be there: -word, -"phrase", -speaker:. Put it in single quotes, and put --
    before it where it begins with a "-".

    \b
    Example:
        kb search "how teams avoid duplicate work" --role guest -n 5
        kb search 'speaker:"Jane Doe" after:2021 "on call" -pager'
    """
    from kb.filters import Filters

    db = common.opened(ctx)
    answer = common.asker(db, model, exact=exact)
    found = answer(" ".join(query), mode, Filters.model_validate(filters), limit)
    hits.show_answer(db, found, as_json=as_json, nl=nl)


@click.command()
@click.argument("passages", nargs=-1, required=True, type=int)
@click.option("--not", "unlike", multiple=True, type=int, help="Less like this passage or quote.")
@common.hits_option
@common.filter_options
@common.json_option
@click.pass_context
def similar(
    ctx: click.Context,
    /,
    passages: tuple[int, ...],
    unlike: tuple[int, ...],
    limit: int,
    as_json: bool,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Find passages that say much the same as some passages or quotes, named by id.

    Of several, what they have in common counts; --not leads away from others.

    \b
    Example:
        kb similar 81240571223040 -n 5
        kb similar 81240571223040 22905534127616 --not 190846257733632
    """
    from kb import vectors
    from kb.asking.examples import like
    from kb.filters import Filters

    db = common.opened(ctx)
    index = vectors.load(db)
    wholly_stored = all(index.vector(i) is not None for i in (*passages, *unlike))
    found = like(
        db,
        passages,
        index=index,
        encoder=None if wholly_stored else common.encoder_for(db, None),
        unlike=unlike,
        filters=Filters.model_validate(filters),
        limit=limit,
    )
    hits.show(db, found, as_json=as_json)


@click.command()
@click.argument("query", nargs=-1, required=True)
@common.mode_option
@common.hits_option
@_exact
@common.filter_options
@common.json_option
@common.model_option
@click.pass_context
def who(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    mode: Mode,
    limit: int,
    exact: bool,
    as_json: bool,
    model: str | None,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Find who talks about something, with the best of what each says.

    Shares are of the hundred best passages, each weighed by how likely it is right.

    \b
    Example:
        kb who "incident response" -n 5
    """
    from kb.asking.who import POOL, talk_about
    from kb.filters import Filters

    db = common.opened(ctx)
    answer = common.asker(db, model, exact=exact)
    found = answer(" ".join(query), mode, Filters.model_validate(filters), POOL)
    persons = talk_about(found.hits, limit)
    if as_json:
        common.show_json(person.model_dump(mode="json") for person in persons)
        return
    hits.show_notes(found)
    if not persons:
        click.echo("nobody found", err=True)
    for person in persons:
        click.echo(_shown(person))


@click.command()
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on.",
)
@click.option("-h", "--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "-m",
    "--metadata",
    type=click.Path(exists=True, dir_okay=False),
    help="Datasette's metadata file. [default: metadata.yml beside the database or here, or the one that ships]",
)
@click.option("--read-only", is_flag=True, help="Show no forms that change collections.")
@click.pass_context
def serve(ctx: click.Context, port: int, host: str, metadata: str | None, read_only: bool) -> None:
    """Serve the knowledge base with Datasette.

    \b
    Example:
        kb serve -p 8010
    """
    from kb.serving import run

    common.opened(ctx).close()  # says what is wrong with it before a server starts
    editing = not read_only and host in ("127.0.0.1", "localhost", "::1")
    run(ctx.find_root().obj, host=host, port=port, metadata=metadata, editing=editing)


def _shown(person: Person) -> str:
    """Return a speaker for reading, with what they say best."""
    count = f"{person.passages} passage{'' if person.passages == 1 else 's'}"
    talks = f"{person.talks} talk{'' if person.talks == 1 else 's'}"
    head = click.style(f"{person.speaker} · {person.share:.0%} · {count} in {talks}", fg="cyan")
    said = [
        click.wrap_text(
            f"{hit.best_sentence} ({hit.title}, passage {hit.passage_id})", 92, "   ", "     "
        )
        for hit in person.best
    ]
    return "\n".join([head, *said]) + "\n"


COMMANDS = (search, similar, who, serve)
