"""Capitals: shouted text in small letters, and names with the capital that they have elsewhere.

Which words are names cannot be read off a text without capitals. Those of the file's speakers are
known, and a list of words that are written with a capital nearly always (training/sentences);
every other name stays small.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ingest.cleaning.manner import Manner
from ingest.textmap import Edit

FILE = Path(__file__).parent.parent / "data" / "sentences" / "names.txt"
_WORD = re.compile(r"[^\W_](?:[\w'’&.-]*\w)?")
_I = re.compile(r"i(?:['’](?:m|ve|ll|d))?")


def quiet(text: str) -> list[Edit]:
    """Words in capitals are written small."""
    return [
        Edit(match.start(), match.end(), match[0].lower(), "capitals")
        for match in _WORD.finditer(text)
        if match[0] != match[0].lower()
    ]


def named(text: str, manner: Manner) -> list[Edit]:
    """The word "I", and names that are known, get their capitals."""
    own = dict(manner.names)
    known = names()
    out = []
    for match in _WORD.finditer(text):
        word = match[0]
        if _I.fullmatch(word):
            written = "I" + word[1:]
        else:
            stem, mark, rest = word.replace("’", "'").partition("'s")
            name = own.get(stem) or known.get(stem)
            if name is None or rest:
                continue
            written = name + word[len(stem) :] if mark else name
        if written != word:
            out.append(Edit(match.start(), match.end(), written, "capitals"))
    return out


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Return the names that ship, by their small letters."""
    return {name.lower(): name for name in FILE.read_text("utf-8").split()}
