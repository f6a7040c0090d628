"""Commands that look after an archive: doctor."""

from __future__ import annotations

import click

from kb.cli import common


@click.command()
@common.talk_option
@common.limit_option
@common.json_option
@click.pass_context
def doctor(ctx: click.Context, talk: str | None, limit: int | None, as_json: bool) -> None:
    """Report what is wrong with talks, the worst first.

    Errors and warnings need mending, and the exit code is then 1; notes (info) are good to know.
    What ails most talks is one row, and so is a note on many; --json lists each.

    \b
    Example:
        kb doctor
        kb doctor --talk interview.vtt
    """
    from kb import doctor as examining
    from kb.doctor import table

    report = examining.examine(common.opened(ctx), talk)
    columns = {"severity": "severity", "talk": "talk", "check": "check", "message": "finding"}
    if as_json:
        common.show_json(finding.model_dump() for finding in report.findings[:limit])
    else:
        rows = table.rows(report)[:limit]
        common.show_rows(rows, columns, as_json=False, empty="nothing found")
    click.echo(table.summary(report), err=True)
    ctx.exit(0 if report.healthy else 1)


COMMANDS = (doctor,)
