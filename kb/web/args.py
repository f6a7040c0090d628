"""What a visitor's address says, made safe: a wrong value counts as none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import parse_qs

from datasette.utils import MultiParams

from kb.filters import Filters
from kb.web.urls import Value

if TYPE_CHECKING:
    from datasette.utils.asgi import Request


class Address(NamedTuple):
    """The arguments of an address that a form carries along."""

    args: MultiParams


Visit: TypeAlias = "Request | Address"

MANY = ("speaker", "role", "show", "kind", "topic", "talk")
DATES = ("since", "until")
_LONGEST = 1000
_BIGGEST = 2**62


def carried(query_string: str) -> Address:
    """Return the arguments of a query string, as a visit to it would have them."""
    return Address(MultiParams(parse_qs(query_string[:20_000])))


def text(request: Visit, name: str, longest: int = _LONGEST) -> str:
    """Return an argument's words, cut where they get too long."""
    value = " ".join(str(request.args.get(name) or "").replace("\x00", " ").split())
    return value[:longest].strip()


def integer(request: Visit, name: str, default: int, *, most: int = 1_000_000) -> int:
    """Return a number from 1 on."""
    value = identity(request, name)
    return default if not value else min(value, most)


def identity(request: Visit, name: str) -> int | None:
    """Return an id, None where there is none."""
    value = str(request.args.get(name) or "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def identities(request: Visit, name: str) -> tuple[int, ...]:
    """Return the ids of an argument that may be there several times."""
    said = [value for value in request.args.getlist(name) if value.isascii() and value.isdigit()]
    return tuple(dict.fromkeys(int(value) for value in said if len(value) < 19))[:20]


def choice(request: Visit, name: str, options: Sequence[str]) -> str:
    """Return one of some values; the first where it is none of them."""
    value = request.args.get(name)
    return str(value) if value in options else options[0]


def place(request: Request, name: str = "id") -> int:
    """Return the id in the path; no id is so big that SQLite cannot look for it."""
    return min(int(request.url_vars[name]), _BIGGEST)


def filters(request: Visit) -> Filters:
    """Return the filters of a search."""
    many = {name: _values(request, name) for name in MANY}
    dates = {name: text(request, name, 10) or None for name in DATES}
    aside = {"boilerplate": request.args.get("boilerplate") == "1"}
    return Filters.model_validate(many | dates | aside)


def of_filters(chosen: Filters) -> dict[str, Value]:
    """Return filters as a query string's arguments."""
    said = chosen.model_dump(exclude_defaults=True)
    return {name: "1" if value is True else value for name, value in said.items()}


def _values(request: Visit, name: str) -> tuple[str, ...]:
    values = (
        " ".join(v.replace("\x00", " ").split())[:_LONGEST] for v in request.args.getlist(name)
    )
    return tuple(dict.fromkeys(value for value in values if value))[:20]
