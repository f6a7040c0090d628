"""What the beginning of a JSON file shows of its shape, also where it is cut off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    r'[ \t\r\n:,]*(?:"(?P<string>[^"\\]*(?:\\.[^"\\]*)*)(?P<shut>"?)|(?P<word>[\w.+-]+)|(?P<mark>[{}\[\]]))',
    re.DOTALL,
)
_CONSTANTS = {"null": None, "true": True, "false": False}


@lru_cache(maxsize=2)
def outline(head: str) -> Any:  # noqa: ANN401 - what JSON holds is known only by looking
    """Return the first value of a JSON source, as far as it goes; None where it is none.

    It is a sketch to recognise a format by: escapes stay as they are, errors end it.

    >>> outline('{"a": [1, {"b": "cut o')
    {'a': [1, {'b': 'cut o'}]}
    """
    start = len(head) - len(head.lstrip(" \t\r\n\ufeff"))
    if head[start : start + 1] not in ("{", "["):
        return None
    root: list[Any] = []
    stack: list[Any] = [root]
    key: str | None = None
    while len(stack) > 1 or not root:
        match = _TOKEN.match(head, start)
        if match is None:
            break
        start = match.end()
        if match["mark"] in ("}", "]"):
            stack.pop()
            key = None
            continue
        if match["string"] is not None and isinstance(stack[-1], dict) and key is None:
            key = match["string"]
            continue
        value = _value(match)
        _add(stack[-1], key, value)
        key = None
        if match["mark"]:
            stack.append(value)
    return root[0] if root else None


def record(head: str, *path: str) -> dict[str, Any]:
    """Return the object at a path of the outline; where a list is met, its first object.

    >>> sorted(record('{"a": [{"b": 1, "c": 2}]}', "a"))
    ['b', 'c']
    """
    found = _object(outline(head))
    for key in path:
        found = _object(found.get(key))
    return found


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict)), None)
    return value if isinstance(value, dict) else {}


def _value(match: re.Match[str]) -> Any:  # noqa: ANN401
    if match["mark"]:
        return {} if match["mark"] == "{" else []
    if match["word"]:
        word = match["word"]
        return _CONSTANTS.get(word, _number(word))
    return match["string"]


def _number(word: str) -> Any:  # noqa: ANN401
    try:
        return float(word) if not word.isdigit() or len(word) > 18 else int(word)
    except ValueError:
        return word


def _add(parent: Any, key: str | None, value: Any) -> None:  # noqa: ANN401
    if isinstance(parent, list):
        parent.append(value)
    elif key is not None:
        parent[key] = value
