"""How Datasette prints what went wrong."""

from __future__ import annotations


def keep_plain() -> None:
    """Make Datasette print faults plainly, as it does where `rich` is not installed.

    Where it is (we bring it for progress bars), Datasette prints every error with all of its
    variables, and fails at a page that is not there: rich wants an exception in flight, a missing
    page is none, and the visitor gets "Internal Server Error".
    """
    from datasette import handle_exception  # it is loaded after us

    handle_exception.rich = None
