"""What the buttons share with which pages decide about their subject: a speaker, a topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from sqlite_utils import Database

from kb.errors import NotFoundError
from kb.web import args
from kb.web.faults import FormError
from kb.web.site import Site

LONGEST = 200  # characters of a name

Action: TypeAlias = Callable[[Database, str, Mapping[str, str]], Any]


async def pressed(
    site: Site, actions: Mapping[str, Action], *, ref: Callable[[Database, int], str], done: str
) -> Mapping[str, str]:
    """Do what a button of a page says, and return what its form said.

    Args:
        site: The visit, to a page of a subject with a number.
        actions: What buttons do, by their names: with the database, the subject and the form.
        ref: Tells what is decided about, of the subject's number.
        done: What to tell the visitor.

    Raises:
        FormError: The form says nothing to do, or names what is not there.
        NotFoundError: There is no such subject.
    """
    said = await site.form()
    action = actions.get(said.get("action", ""))
    if action is None:
        message = "a button of this page says what to do; this form does not"
        raise FormError(message)
    number = args.place(site.request)
    await site.write(partial(_decided, action=action, ref=ref, number=number, said=said))
    site.datasette.add_message(site.request, done)
    return said


def text(said: Mapping[str, str], name: str, otherwise: str) -> str:
    """Return a field of a form with single spaces.

    Raises:
        FormError: It is empty; `otherwise` says what to write.
    """
    found = " ".join(said.get(name, "")[:LONGEST].split())
    if not found:
        raise FormError(otherwise)
    return found


def _decided(
    db: Database,
    *,
    action: Action,
    ref: Callable[[Database, int], str],
    number: int,
    said: Mapping[str, str],
) -> None:
    subject = ref(db, number)
    try:
        action(db, subject, said)
    except NotFoundError as error:  # what the form names, not the page
        raise FormError(str(error)) from None
