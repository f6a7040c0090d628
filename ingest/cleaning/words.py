"""Words by what they do in a sentence: what cleaning may do about them depends on it."""

from __future__ import annotations

ARTICLES = frozenset("a an the my your our their its every".split())
CONJUNCTIONS = frozenset("and or but nor because if although though whereas while".split())
PREPOSITIONS = frozenset(
    "of in on at for from by with to into about than as through between under over around within".split()
)
AUXILIARIES = frozenset(
    """is are was were am be been being has have had do does did can could will would should may might must
    isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't haven't hasn't
    hadn't gonna gotta wanna""".split()
)
# These are never objects: said twice in a row, the first was a false start.
SUBJECTS = frozenset("i we they he she".split())
CONTRACTED = frozenset(
    """i'm i've i'll i'd we're we've we'll we'd they're they've they'll they'd he's he'll he'd she's she'll
    she'd you're you've you'll you'd it's it'll it'd there's there'll that's that'll what's who's""".split()
)
# Where a clause begins: after one of these "it" and "you" are subjects.
OPENERS = frozenset(
    "and but so because if when that then or like where how what while although since maybe".split()
)
ASKING = frozenset(
    """what who whom whose where when why how which all that whatever whoever wherever whenever however
    whichever as than""".split()
)
HEDGED = frozenset(
    "just like very really so quite pretty kinda sorta not more most some any no".split()
)
FUNCTION = (
    ARTICLES
    | CONJUNCTIONS
    | PREPOSITIONS
    | AUXILIARIES
    | SUBJECTS
    | CONTRACTED
    | OPENERS
    | frozenset("you it this these those there his her which who not just both don't".split())
)


def folded(word: str) -> str:
    """Return a word as it stands in the lists: small, with a straight apostrophe."""
    return word.lower().replace("’", "'")
