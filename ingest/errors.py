"""Everything that can go wrong while reading, as errors that say what, where and what to do."""

from __future__ import annotations


class VerbatimError(Exception):
    """Base of all errors this project raises on purpose; its text is one line for the user."""


class ReadError(VerbatimError):
    """A file could not be read as a talk.

    Args:
        reason: What is wrong and what to do about it, one line, without the file's name.
        path: The file, as the user named it.
        line: The line (from 1) where it went wrong, where that is known.
    """

    def __init__(self, reason: str, *, path: str | None = None, line: int | None = None) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        super().__init__(reason)

    def __str__(self) -> str:
        if self.path is None:
            return self.reason if self.line is None else f"line {self.line}: {self.reason}"
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason}"

    def at(self, path: str) -> ReadError:
        """Return the same error, with the file it happened in."""
        return type(self)(self.reason, path=path, line=self.line)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive pickling on their own, and errors cross processes.
        return (_rebuild, (type(self), self.reason, self.path, self.line))


class EmptyFileError(ReadError):
    """The file holds no text at all."""


class NotTextError(ReadError):
    """The file's bytes are not text in any encoding."""


class UnknownFormatError(ReadError):
    """No reader recognises the file."""


class UnknownNameError(VerbatimError):
    """A reader, cleaning step or export was asked for by a name that nobody registered."""

    def __init__(self, what: str, name: str, known: tuple[str, ...]) -> None:
        self.what = what
        self.name = name
        self.known = known
        super().__init__(f"no {what} is called {name!r}; there are: {', '.join(known)}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.what, self.name, self.known))


class PluginError(VerbatimError):
    """Another package's reader, step or export cannot be loaded; the message names it."""

    def __init__(self, name: str, value: str, error: object) -> None:
        self.parts = (name, value, str(error))
        reason = " ".join(str(error).split()) or type(error).__name__
        super().__init__(
            f"the plugin {name!r} ({value}) cannot be loaded: {reason}; mend or uninstall it"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), self.parts)


class NoTimesError(VerbatimError):
    """Captions were asked for of a talk whose source gives no times; none are made up."""

    def __init__(self) -> None:
        super().__init__(
            "this talk has no times, and captions need them; "
            "convert it to md, txt or podcast-json instead"
        )


def _rebuild(cls: type[ReadError], reason: str, path: str | None, line: int | None) -> ReadError:
    return cls(reason, path=path, line=line)
