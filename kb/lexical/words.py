"""What a query asks for: its words, those of them that carry meaning, and its phrases."""

from __future__ import annotations

import re
import unicodedata

# Words so common that matching them says nothing about what was meant.
STOP_WORDS = frozenset(
    """a about all also an and any are as at be been being but by can could did do does doing done for from get
    got had has have having he her here hers him his how i if in into is it its it's just let like me might more
    most much my no nor not of off on one or our out over own she should so some such than that the their them
    then there these they this those through to too under until up us very was we were what when where which
    while who whom why will with would you your yours i'm i've don't doesn't didn't isn't can't won't that's
    there's they're we're you're what's""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['’.+#&-][^\W_]+)*[+#]{0,2}", re.UNICODE)
_PHRASE = re.compile(r'"([^"]+)"')


def tokens(query: str) -> list[str]:
    """Return a query's words.

    >>> tokens("how Netflix teams avoid duplicate work?")
    ['how', 'Netflix', 'teams', 'avoid', 'duplicate', 'work']
    """
    return _TOKEN.findall(query)


def places(query: str) -> list[tuple[int, int, str]]:
    """Return a query's words with where they begin and end."""
    return [(found.start(), found.end(), found.group()) for found in _TOKEN.finditer(query)]


def folded(word: str) -> str:
    """Return a word in lower case and without accents.

    >>> folded("Siân")
    'sian'
    """
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def keywords(query: str) -> list[str]:
    """Return the words of a query that carry meaning; all of them where none does."""
    found = tokens(query)
    kept = [word for word in found if word.lower() not in STOP_WORDS]
    return list(dict.fromkeys(kept or found))


def wanted(query: str) -> list[str]:
    """Return what a passage should have any of: the query's quoted phrases, then its keywords.

    >>> wanted('the "shared list" of teams')
    ['shared list', 'shared', 'list', 'teams']
    """
    phrases = [" ".join(tokens(phrase)) for phrase in _PHRASE.findall(query)]
    return [*(phrase for phrase in phrases if phrase), *keywords(query)]
