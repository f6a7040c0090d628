"""Keys: the one form of a phrase that all its spellings, plurals and talks share.

A key is made from the phrase alone, never from what surrounds it, so that two talks that say
the same thing give it the same key. Keys are compared and hashed; nobody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_JOINS = re.compile(r"[\s\-–‐‑/_]+")
_MARKS = str.maketrans("", "", "'’.‘`\"")
_POSSESSIVE = re.compile(r"['’]s?$")
# Words that end in s and are not many; words as short as "ios" or "dns" are left alone anyway.
_SINGULAR = re.compile(r"(?:ss|us|is|aas|[^\W\d_]*[A-Z]S)$")
_ACRONYMS = re.compile(r"[A-Z0-9]{2,}s")
_IRREGULAR = {
    "children": "child",
    "news": "news",
    "series": "series",
    "species": "species",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "analyses": "analysis",
    "hypotheses": "hypothesis",
    "criteria": "criterion",
    "licence": "license",
    "defence": "defense",
    "programme": "program",
    "grey": "gray",
}
# British and American spellings. What such a rule makes of other words does not matter, as long
# as it does the same to them everywhere.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:ation|e|ed|er|ing)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our$"), "or"),
    (re.compile(r"(?<=[a-z]{3})ogue$"), "og"),
    (re.compile(r"(?<=[a-z]{2}[nt])tre$"), "ter"),
    (re.compile(r"(?<=[a-z])lling$"), "ling"),
)
_FEW_LETTERS = 4
_LINKS = frozenset("of the a an and & for in to on".split())


def canonical(phrase: str) -> str:
    """Return the key of a phrase.

    >>> canonical("Off-chain payments") == canonical("offchain payment")
    True
    >>> canonical("APIs"), canonical("iOS"), canonical("colour theory")
    ('api', 'ios', 'colortheory')
    """
    return "".join(word_keys(phrase))


def word_keys(phrase: str) -> list[str]:
    """Return the key of each word of a phrase, the last without its plural."""
    words = [word for word in _JOINS.split(_POSSESSIVE.sub("", phrase.strip())) if word]
    last = len(words) - 1
    return [word_key(word, plural=index == last) for index, word in enumerate(words)]


@lru_cache(maxsize=1 << 16)  # the same few thousand words make up nearly all of a talk
def word_key(word: str, *, plural: bool = True) -> str:
    """Return the key of one word: small letters, American spelling, no plural.

    Args:
        word: The word as it is written.
        plural: Whether a plural is folded, as it is at a phrase's end.
    """
    bare = word.translate(_MARKS)
    key = bare.lower()
    if plural:
        key = singular(bare)
    key = _IRREGULAR.get(key, key)
    for pattern, instead in _SPELLINGS:
        key = pattern.sub(instead, key)
    return key or word.lower()


def singular(word: str) -> str:
    """Return a word's singular by its letters alone, in small letters.

    >>> [singular(w) for w in ("wallets", "policies", "boxes", "APIs", "DNS", "class", "bus")]
    ['wallet', 'policy', 'box', 'api', 'dns', 'class', 'bus']
    """
    key = word.lower()
    if key in _IRREGULAR:
        return _IRREGULAR[key]
    if _ACRONYMS.fullmatch(word):
        return key[:-1]
    if len(key) < _FEW_LETTERS or key[-1] != "s" or _SINGULAR.search(word):
        return key
    if key.endswith("ies") and len(key) > _FEW_LETTERS:
        return key[:-3] + "y"
    if re.search(r"(?:x|ch|sh|ss|zz)es$", key):
        return key[:-2]
    return key[:-1]


def acronyms(texts: Iterable[str]) -> dict[str, str]:
    """Return the key of each expansion that a text explains, with the key of its acronym.

    Understood are "partially signed Bitcoin transaction (PSBT)" and "PSBT (partially signed
    Bitcoin transaction)", "PSBT, or partially signed Bitcoin transaction", "PSBT stands for ...".
    """
    found: dict[str, str] = {}
    for text in texts:
        for acronym, expansion in _explained(text):
            found.setdefault(canonical(expansion), canonical(acronym))
    return {long: short for long, short in found.items() if long != short}


_ACRONYM = r"(?P<short>[A-Z][A-Za-z]?[A-Z0-9]{1,6})s?"
_BRACKETED = re.compile(rf"(?<=[ -])\({_ACRONYM}\)")
_WORDS_BEFORE = re.compile(r"(?:[\w'’/-]+[ -]){1,8}$")
_FAR = 300  # characters in which these eight words are
_BEFORE = re.compile(
    rf"\b{_ACRONYM}(?:,? \(|,? (?:which )?(?:stands|standing|short) for |, (?:or|which is|that is|i\.e\.,?|meaning) )"
    r"[\"“']?(?P<after>(?:[\w'’/-]+[ -]?){1,8})"
)


def _explained(text: str) -> Iterator[tuple[str, str]]:
    """Yield each acronym that a text explains, with the words it stands for."""
    for match in _BRACKETED.finditer(text):
        before = _WORDS_BEFORE.search(text, max(0, match.start() - _FAR), match.start())
        words = re.findall(r"[\w'’]+", before[0]) if before else []
        for first in range(len(words) - 1, -1, -1):
            if stands_for(match["short"], words[first:]):
                yield match["short"], " ".join(words[first:])
                break
    for match in _BEFORE.finditer(text):
        words = re.findall(r"[\w'’]+", match["after"])
        for last in range(2, len(words) + 1):
            if stands_for(match["short"], words[:last]):
                yield match["short"], " ".join(words[:last])
                break


def stands_for(acronym: str, words: list[str]) -> bool:
    """Return whether an acronym's letters are the first letters of words.

    Small words may be skipped: "proof of work" is POW and PW.
    """
    letters = acronym.lower()
    if len(words) < 2 or words[0].lower() in _LINKS or words[-1].lower() in _LINKS:
        return False
    every = "".join(word[0] for word in words).lower()
    main = "".join(word[0] for word in words if word.lower() not in _LINKS).lower()
    return letters in (every, main)
