"""Fragments made of whole sentences: what is left when the main clause or the beginning is cut off."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

_MARKS = "because|if|when|while|although|even though|unless|since|which|who|where|so that|as soon as|whether"
_OPENING = re.compile(rf"(?i)^((?:{_MARKS})\b[^,]{{15,}}),\s+\S")
_CLOSING = re.compile(rf"(?i)[\s,]((?:{_MARKS})\s[^,.?!]{{15,}})[.?!]?$")
_BEHIND = frozenset(
    "is are was were has had can will does did became went came got makes made means of which who".split()
)  # words that no sentence begins with, unless it asks
_FEWEST = 5  # words of a fragment


def fragments(texts: Sequence[str], draw: random.Random) -> Iterator[str]:
    """Yield a fragment or none of each sentence, made in one of three ways by chance."""
    for text in texts:
        way = draw.choice((_opening, _closing, _without_beginning))
        made = way(text, draw)
        if made is not None and len(made.split()) >= _FEWEST:
            yield made[0].upper() + made[1:].rstrip(" ,;:-") + "."


def _opening(text: str, _: random.Random) -> str | None:
    """Return "When it rains", of "When it rains, we stay"."""
    found = _OPENING.search(text)
    return found[1] if found else None


def _closing(text: str, draw: random.Random) -> str | None:
    """Return "because it rains", of "We stay because it rains"."""
    found = _CLOSING.search(text)
    return found[1] if found else _without_beginning(text, draw)


def _without_beginning(text: str, draw: random.Random) -> str | None:
    """Return an end that begins behind one of the first words with a verb."""
    words = text.rstrip('.?!"”').split()
    places = [at for at in range(2, min(9, len(words) - _FEWEST)) if words[at].lower() in _BEHIND]
    return " ".join(words[draw.choice(places) :]) if places else None
