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


def outline(head: str) -> Any:  # noqa: ANN401 - what JSON holds is known only by looking
    """Return the first value of a JSON source, as far as it goes; None where it is none.

    It is a sketch to recognise a format by: escapes stay as they are, errors end it.

    >>> outline('{"a": [1, {"b": "cut o')
    {'a': [1, {'b': 'cut o'}]}
    """
    return _sketch(head)[0]


def cut_off(head: str, *keys: str) -> bool:
    """Return whether an object ends before it is closed, and begins with these keys (two, or all).

    >>> cut_off('{"a": 1, "b": [', "a", "b", "c"), cut_off('{"a": 1}', "a")
    (True, False)
    """
    value, closed = _sketch(head)
    if closed or not isinstance(value, dict):
        return False
    found = list(value)
    enough = len(found) >= min(2, len(keys))
    return enough and found[: len(keys)] == list(keys[: len(found)])


@lru_cache(maxsize=2)
def _sketch(head: str) -> tuple[Any, bool]:
    """Return the first value of a JSON source, and whether the head shows where it ends."""
    start = len(head) - len(head.lstrip(" \t\r\n\ufeff"))
    if head[start : start + 1] not in ("{", "["):
        return None, True
    root: list[Any] = []
    stack: list[Any] = [root]
    key: str | None = None
    while len(stack) > 1 or not root:
        match = _TOKEN.match(head, start)
        if match is None:
            return root[0] if root else None, head[start:].strip(" \t\r\n:,") != ""
        start = match.end()
        if match["mark"] in ("}", "]"):
            stack.pop()
            key = None
        elif match["string"] is not None and isinstance(stack[-1], dict) and key is None:
            key = match["string"]
        else:
            value = _value(match)
            _add(stack[-1], key, value)
            key = None
            stack.extend([value] if match["mark"] else [])
    return root[0], True


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
