"""Links to the same page with other arguments. They begin with "?", so they hold wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.web.urls import Value, encoded

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_PLACES = ("page", "n")  # where in a list one is: forgotten when the list becomes another


class Here:
    """A page's own address.

    Args:
        request: The visit.
    """

    def __init__(self, request: Request) -> None:
        self._arguments: dict[str, list[str]] = {
            name: list(request.args.getlist(name)) for name in request.args
        }

    def set(self, **changes: Value) -> str:
        """Return the link with some arguments in place of what they were."""
        kept: dict[str, Value] = dict(self._arguments)
        if not any(place in changes for place in _PLACES):
            kept = {name: value for name, value in kept.items() if name not in _PLACES}
        return f"?{encoded({**kept, **changes})}"

    def add(self, name: str, value: str) -> str:
        """Return the link with one more value of an argument."""
        values = [v for v in self._arguments.get(name, []) if v != value]
        return self.set(**{name: [*values, value]})

    def drop(self, name: str, value: str | None = None) -> str:
        """Return the link without a value of an argument, or without all of them."""
        values = self._arguments.get(name, []) if value is not None else []
        return self.set(**{name: [v for v in values if v != value]})

    def others(self, *names: str) -> list[tuple[str, str]]:
        """Return the arguments that a form must carry along: all but those it asks for itself."""
        return [
            (name, value)
            for name, values in self._arguments.items()
            if name not in names and name not in _PLACES
            for value in values
        ]
