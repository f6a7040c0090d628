"""What went wrong: how visitors are told, and how Datasette prints it."""

from __future__ import annotations

from ingest.errors import VerbatimError
from kb.errors import DatabaseError


def keep_plain() -> None:
    """Make Datasette print faults plainly, as it does where `rich` is not installed.

    Where it is (we bring it for progress bars), Datasette prints every error with all of its
    variables, and fails at a page that is not there: rich wants an exception in flight, a missing
    page is none, and the visitor gets "Internal Server Error".
    """
    from datasette import handle_exception  # it is loaded after us

    handle_exception.rich = None


class FormError(VerbatimError):
    """A form does not say enough, or not what it can mean."""


def in_words(error: Exception) -> VerbatimError:
    """Return what a database's error means to a visitor."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return DatabaseError("another program is writing to this knowledge base; try again soon")
    if "no such" in said:
        return DatabaseError(
            "this knowledge base was made by another version of Verbatim; `kb talks` brings it up to date"
        )
    return DatabaseError(f"the knowledge base cannot be read ({said})")
