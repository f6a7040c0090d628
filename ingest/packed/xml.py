"""XML out of documents, one event after the other; what makes XML dangerous is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn, TypeAlias
from xml.parsers import expat

from ingest.errors import ReadError

Start: TypeAlias = Callable[[str, Mapping[str, str]], object]
Named: TypeAlias = Callable[[str], object]

SEPARATOR = " "  # between a namespace and a name


def walk(data: bytes, what: str, *, start: Start, end: Named, text: Named) -> None:
    """Call `start` with each element's name and attributes, `text` with its text, `end` at its end.

    Names are "namespace name". Entities of a document's own are refused, so none can grow;
    nothing is ever fetched.

    Args:
        data: The XML.
        what: What it is, for messages.
        start: Called at a start tag.
        end: Called at an end tag.
        text: Called with text.

    Raises:
        ReadError: It is no well-formed XML, or declares entities.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's
    except expat.ExpatError as error:
        message = f"{what} is damaged ({expat.ErrorString(error.code)}); open and save it again"
        raise ReadError(message) from None
    except (LookupError, ValueError):  # an encoding that there is not
        message = f"{what} is in an encoding that is unknown; open and save it again"
        raise ReadError(message) from None


def _refuse(*_: object) -> NoReturn:
    message = "its XML declares entities, which no document needs; open and save it again"
    raise ReadError(message)
