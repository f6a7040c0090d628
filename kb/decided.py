"""What decisions of all kinds share: when, a number that grows with each, and files to keep them in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar

from sqlite_utils import Database

from kb.errors import DecisionError

D = TypeVar("D")


def version(db: Database, what: str) -> int:
    """Return a number that grows with every change of such decisions: what is cached goes by it."""
    row = db.execute("select value from _kb_meta where key = ?", [what]).fetchone()
    return 0 if row is None else int(row[0])


def changed(db: Database, what: str) -> None:
    """Let that number grow."""
    sql = "insert or replace into _kb_meta (key, value) values (?, ?)"
    db.execute(sql, [what, str(version(db, what) + 1)])


def written(about: str, rows: list[dict[str, object]], head: str) -> str:
    """Return the text of a YAML file with one list, under the line that says what it is."""
    import yaml

    return head + yaml.safe_dump({about: rows}, allow_unicode=True, sort_keys=False, width=100)


def loaded(
    text: str,
    about: str,
    *,
    made: Callable[[object, int], D],
    subject: Callable[[D], tuple[Hashable, str]],
) -> list[D]:
    """Return the decisions of such a file, in its order.

    Args:
        text: The file's.
        about: The name of its list, and of the command that writes it.
        made: Makes a decision of an entry and its line.
        subject: Tells what a decision is about: by what it is known, and how it is called.

    Raises:
        DecisionError: It is no such file, or decides twice; the message begins with the line.
    """
    out: dict[Hashable, D] = {}
    for row, line in entries(text, about):
        decision = made(row, line)
        known, name = subject(decision)
        if known in out:
            raise wrong(line, f"{name!r} is decided about twice; keep one entry")
        out[known] = decision
    return list(out.values())


def entries(text: str, about: str) -> list[tuple[object, int]]:
    """Return the entries of such a file, each with its line.

    Args:
        text: The file's.
        about: The name of its list, and of the command that writes it.

    Raises:
        DecisionError: It is no such file; the message begins with the line.
    """
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 30 February: a ValueError
        mark = getattr(error, "problem_mark", None)
        raise wrong(mark.line + 1 if mark else 1, "this is not valid YAML; mend it") from None
    rows = found.get(about) if isinstance(found, dict) else None
    if not isinstance(rows, list) or not isinstance(node, yaml.MappingNode):
        raise wrong(1, f"there is no list `{about}:`, as `kb {about} export` writes it")
    nodes = [value.value for name, value in node.value if name.value == about][-1]
    return [(row, at.start_mark.line + 1) for row, at in zip(rows, nodes, strict=True)]


def checked(
    row: object, line: int, texts: Collection[str], flags: Collection[str] = ()
) -> dict[str, Any]:
    """Return an entry whose values are what they must be: texts, or true and false.

    Raises:
        DecisionError: One is not.
    """
    if not isinstance(row, dict):
        raise wrong(line, f"an entry is `{next(iter(texts))}: …` with what is decided about it")
    for name, value in row.items():
        if name in flags:
            if not isinstance(value, bool):
                raise wrong(line, f"`{name}` is true or false")
        elif name not in texts:
            known = ", ".join((*texts, *flags))
            raise wrong(line, f"an entry has no `{name}`; there are: {known}")
        elif not isinstance(value, str) or not value.strip():
            raise wrong(line, f"`{name}` is text; put it in quotation marks")
    return {k: " ".join(v.split()) if isinstance(v, str) else v for k, v in row.items()}


def wrong(line: int, what: str) -> DecisionError:
    """Return the error for a line of such a file."""
    return DecisionError(f"line {line}: {what}")
