"""One small registry for everything that others may add to: readers, cleaning steps, exports."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Generic, TypeVar

from ingest.errors import PluginError, UnknownNameError

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one kind: ours by `add`, other people's by an entry point group.

    Args:
        what: The kind's name, for messages ("reader").
        group: The entry point group. Each entry point loads to a thing of this kind, or to a
            module or function whose own decorator registers it.
    """

    def __init__(self, what: str, group: str) -> None:
        self.what = what
        self.group = group
        self._items: dict[str, T] = {}
        self._loaded = False

    def add(self, name: str, item: T) -> None:
        """Register a thing; the last one under a name wins, so a plugin can replace ours."""
        self._items[name] = item

    def get(self, name: str) -> T:
        """Return the thing of that name.

        Raises:
            UnknownNameError: Nobody registered it; the message lists the known names.
        """
        self._load()
        if name not in self._items:
            raise UnknownNameError(self.what, name, self.names())
        return self._items[name]

    def names(self) -> tuple[str, ...]:
        """Return all names, sorted."""
        self._load()
        return tuple(sorted(self._items))

    def __iter__(self) -> Iterator[T]:
        self._load()
        return iter(tuple(self._items.values()))

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        kinds = tuple({type(item) for item in self._items.values()})
        for point in entry_points(group=self.group):
            loaded = _load(point)
            if isinstance(loaded, kinds):
                self.add(point.name, loaded)


def _load(point: EntryPoint) -> Any:  # noqa: ANN401 - other people's code
    try:
        return point.load()
    except Exception as error:
        raise PluginError(point.name, point.value, error) from error
