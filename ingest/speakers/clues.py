"""Clues to who a voice is, in what is said around it: places in a talk, each with its weight.

A clue is no attribution. "I'm Jane Doe" may be read out from a letter, and "Thanks, Jane" may be
said to somebody else in the room; `ingest.speakers.guesses` weighs clues against each other, and
people decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ingest.models import Role

ClueKind = Literal[
    "introduction", "introduced", "addressed", "listed", "initials", "spelling", "first name"
]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_WORD = rf"[{_UPPER}][\w'’-]*[^\W\d_]"
_PARTICLE = r"(?:(?:de|van|von|der|den|da|di|du|del|bin|ibn|al|el|la|le|ten|ter|zu) )"
_FULL = rf"{_WORD} {_PARTICLE}{{0,2}}{_WORD}(?: {_WORD})?"
_NAME = rf"(?P<name>{_FULL}|{_WORD})"
_AFTER = r"(?!['’][\w]|-\w|\w)"

# (pattern, weight of a full name, weight of a first name). They begin with plain letters: these are
# what the regular expressions look for in all that is said.
_INTRODUCTIONS = tuple(
    (re.compile(pattern), full, first)
    for pattern, full, first in (
        (rf"y name(?:['’]s| is) {_NAME}{_AFTER}", 0.95, 0.85),
        (rf"I(?:['’]m| am) {_NAME}{_AFTER}", 0.85, 0.5),
        (
            rf"I(?:['’]m| am),? (?:one of )?(?:your|the|our) (?:co-?)?hosts?,? {_NAME}{_AFTER}",
            0.95,
            0.8,
        ),
        (rf"his is {_NAME}(?=[.,!]| (?:and|with|from|here|speaking)\b)", 0.6, 0.25),
    )
)
_HERE, _HERE_FULL, _HERE_FIRST = re.compile(r" here(?=[.,!]|\Z)"), 0.85, 0.5
_BEFORE_HERE = re.compile(rf"(?:\A|[.!?] )(?:[Hh]i|[Hh]ello|[Hh]ey)?,? ?{_NAME}\Z")
_LONGEST_NAME = 60  # characters
_LATER = 0.7  # people introduce themselves when they first speak; later it is told of others
_FIRST_TURNS = 3
_QUOTED = re.compile(
    r"(?:[\"“‘«]|\b(?:said|says|say|like|goes|went|called|named|think|thinks|thought)[,:]? ?[\"“‘]?)\s*$"
)
# Behind "I'm" and "this is", these are no names.
_NO_NAMES = frozenset(
    "american african asian european british english scottish irish welsh german french italian "
    "spanish dutch swedish danish norwegian finnish polish russian ukrainian czech greek turkish "
    "indian chinese japanese korean canadian australian mexican brazilian israeli jewish christian "
    "catholic muslim monday tuesday wednesday thursday friday saturday sunday january february "
    "march april june july august september october november december god internet web the this that another my our your his her their an all "
    "oh ah uh um yes yeah yep yup no nope ok okay right sure wow gotcha alright anyway anyways hey hi hello bye "
    "sorry thanks boom nice cool great preach indeed exactly dude man guys folks sir madam buddy bro ladies "
    "everyone everybody somebody mom mum dad".split()
)

_TITLED = rf"(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir)\.? )?{_NAME}"
_HANDED_OVER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:guests?(?: today| this week| is| are| for today| on the show)*(?: is| are|,)?) {_TITLED}",
        rf"\b(?i:(?:joined|joining me|joining us)(?: today| again| now| once again)*(?: is| are| by)?,?) {_TITLED}",
        rf"\b(?i:(?:here|today|talking|speaking|chatting|sitting down|talk|speak) with(?: me)?) {_TITLED}",
        rf"\b(?i:with (?:me|us),? (?:is|are|today|as always,? is|as always)(?: is)?) {_TITLED}",
        rf"\b(?i:we have|we've got|i have|i've got) {_TITLED}[^.?!]{{0,60}}\b(?i:here|on the|with us|joining)\b",
        rf"\b(?i:welcome(?: back)? to [^.?!,]{{1,40}},) {_TITLED}",
        rf"\b(?i:welcome(?: back)?(?: to (?:the|our|my) \w+)?,?) {_TITLED}",
        rf"\b(?i:co-?hosts?(?: today)?(?: is|,)?) {_TITLED}",
        rf"\b(?i:(?:let's|let us) (?:hear from|welcome|bring in|go to)|over to|please welcome) {_TITLED}",
        rf"\b(?i:next (?:question|caller|speaker|up|one)(?: comes| is|,)*(?: from)?,?) {_TITLED}",
    )
)
_AND = re.compile(rf"(?:,| and|, and) {_TITLED}")
_INTRODUCED, _INTRODUCED_AMONG = 0.7, 0.35
_INTRODUCED_FIRST = 0.6  # of that, where only the first name is said
_SOON = 6  # turns within which somebody who was introduced speaks

_OPENERS = (
    r"(?i:so|and|well|ok|okay|alright|all right|but|now|hey|hi|hello|yeah|yes|no|right|great|cool|awesome|thanks|"
    r"thank you|thank you so much|thank you very much|thanks so much|welcome|welcome back|absolutely|exactly|"
    r"sure|good morning|good afternoon|good question|great question|good point|nice|please|go ahead|sorry)"
)
_GREETINGS = (
    r"(?i:hey|hi|hello|thanks|thank you|thank you so much|thank you very much|thanks so much|thanks a lot|welcome|"
    r"welcome back|good morning|good afternoon|go ahead|sorry|nice to meet you|over to you|how about you|bye|cheers)"
)
_CALLS_FIRST = re.compile(rf"(?:^|[.?!…–—] |-- )(?:{_OPENERS},? )?(?P<name>{_WORD}),(?= )")
_CALLS_LAST = re.compile(rf"(?:, |\b{_GREETINGS},? )(?P<name>{_WORD})(?=[.?!…]*[\"”]?\s*$)")
_CALLS_BACK = re.compile(
    rf"^(?:(?:{_OPENERS}|[Oo]h|[Uu]m|[Mm]m-hmm|I agree with|I agree)[,.!]? )*(?P<name>{_WORD})(?=[,.!?])"
)
_TAIL, _HEAD = 240, 90  # characters at a turn's end and beginning in which a listener is named
_CALLED_NEXT, _CALLED_BACK = 0.4, 0.35
# Within a sentence only names keep their capital: "to Jane", not "to. Jane" or "Oh, Jane".
_WORD_BEFORE = re.compile(r"([^\W\d_]['’\w]*) $")
# Behind these stand things, hardly ever people: "the Web", "in Rust", "using Docker".
_BEFORE_THINGS = frozenset(
    "the a an in on into onto inside via using use used uses install run running build your our "
    "their its these those every each any some no another".split()
)
_THINGS = 0.2  # of a word's places: more than this, and it is no person's name
_CAMEL = re.compile(r"(?!Mc|Mac|De|Du|La|Le|Van|O['’])\w*[^\W\d_A-Z][A-Z]|[A-Z]{3,}|AI|UI|OK|TV|PR")


class Said(NamedTuple):
    """A turn: whose voice, by its place among the voices, and its clean text."""

    voice: int | None
    text: str


class Voice(NamedTuple):
    """A voice of a talk, as the file calls it."""

    name: str
    named: bool
    role: Role = "unknown"


class Clue(NamedTuple):
    """Words by which a voice may be somebody.

    Args:
        voice: Its place among the voices.
        name: Whose name is said.
        weight: How sure it would be if nothing spoke against it, 0 to 1.
        turn: The turn that says so; None where the file's metadata does.
        start: Of the words in the turn's clean text, half-open with `end`.
    """

    voice: int
    name: str
    kind: ClueKind
    weight: float
    turn: int | None = None
    start: int = 0
    end: int = 0


def clues(said: Sequence[Said], wanted: Collection[int]) -> list[Clue]:
    """Return what a talk's words tell of who its voices are.

    Args:
        said: The talk's turns, in order.
        wanted: The voices to look for; what is told of others is left out.
    """
    if not wanted:
        return []
    words = _Words(said)
    found = [*_introductions(said, words), *_handed_over(said, words), *_called(said, words)]
    return [clue for clue in found if clue.voice in wanted]


class _Words:
    """How a talk writes words; looked up for the few that may be names."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._text = "\n".join(turn.text for turn in said)
        self._known: dict[str, bool] = {}

    def name(self, name: str) -> bool:
        """Return whether this may be somebody's name, by how the talk writes it elsewhere."""
        first, _, more = name.partition(" ")
        if first.lower() in _NO_NAMES or len(first) < 2 or _CAMEL.match(first):
            return False
        if name.endswith(("'s", "’s")):  # somebody's brother, or show
            return False
        key = name if more else first
        if key not in self._known:
            self._known[key] = self._is_person(first, full=bool(more))
        return self._known[key]

    def _is_person(self, first: str, *, full: bool) -> bool:
        within = [word for word in self._before(first) if word[0].islower()]
        if sum(word in _BEFORE_THINGS for word in within) > _THINGS * len(within):
            return False
        return full or (bool(within) and not any(self._before(first.lower())))

    def _before(self, word: str) -> Iterator[str]:
        """Yield the words that stand before a word, in its very case."""
        at = -1
        while (at := self._text.find(f" {word}", at + 1)) >= 0:
            end = at + 1 + len(word)
            match = _WORD_BEFORE.search(self._text, max(0, at - 24), at + 1)
            if match is not None and not self._text[end : end + 1].isalnum():
                yield match[1]


def _introductions(said: Sequence[Said], words: _Words) -> Iterator[Clue]:
    heard: Counter[int] = Counter()
    for number, turn in enumerate(said):
        if turn.voice is None:
            continue
        heard[turn.voice] += 1
        early = 1.0 if heard[turn.voice] <= _FIRST_TURNS else _LATER
        for name, weight, start, end in _named_themselves(turn.text):
            if words.name(name) and not _QUOTED.search(turn.text[max(0, start - 20) : start]):
                yield Clue(turn.voice, name, "introduction", early * weight, number, start, end)


def _named_themselves(text: str) -> Iterator[tuple[str, float, int, int]]:
    for pattern, full, first in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            start = match.start() - (text[match.start()] in "yh")
            if start == 0 or not text[start - 1].isalnum():
                yield match["name"], full if " " in match["name"] else first, start, match.end()
    for here in _HERE.finditer(text):
        start = max(0, here.start() - _LONGEST_NAME)
        before = _BEFORE_HERE.search(text[start : here.start()])
        if before is not None and (start == 0 or before.start() > 0):
            name = before["name"]
            weight = _HERE_FULL if " " in name else _HERE_FIRST
            yield name, weight, start + before.start("name"), here.end()


def _handed_over(said: Sequence[Said], words: _Words) -> Iterator[Clue]:
    """Yield whom a voice introduces, taken for those who then speak for the first time."""
    first: dict[int, int] = {}
    for number, turn in enumerate(said):
        if turn.voice is not None:
            first.setdefault(turn.voice, number)
    for number, turn in enumerate(said):
        fresh = [v for v, at in first.items() if number < at <= number + _SOON]
        if turn.voice is None or not fresh:
            continue
        names = _named_in(turn.text, words)
        sure = len(names) == 1 and (len(fresh) == 1 or first[fresh[0]] == number + 1)
        full = _INTRODUCED if sure else _INTRODUCED_AMONG
        for voice, (name, start, end) in zip(
            sorted(fresh, key=first.__getitem__), names, strict=False
        ):
            weight = full if " " in name else full * _INTRODUCED_FIRST
            yield Clue(voice, name, "introduced", weight, number, start, end)


def _named_in(text: str, words: _Words) -> list[tuple[str, int, int]]:
    """Return the names of those whom a text introduces, in the order in which it does."""
    found: dict[str, tuple[str, int, int]] = {}
    for pattern in _HANDED_OVER:
        for match in pattern.finditer(text):
            names, at = [match], match.end("name")
            while (more := _AND.match(text, at)) is not None:
                names.append(more)
                at = more.end("name")
            for each in names:
                name = each["name"]
                if words.name(name):
                    found.setdefault(name.split()[0], (name, match.start(), each.end("name")))
    return sorted(found.values(), key=lambda each: each[1:])


def _called(said: Sequence[Said], words: _Words) -> Iterator[Clue]:
    """Yield whom a voice calls by name just before, or just after, another one speaks.

    A name that is called is not the caller's own; one that many answer to is nobody's.
    """
    calls: dict[str, list[Clue]] = defaultdict(list)
    callers: dict[str, Counter[int]] = defaultdict(Counter)
    for number, (turn, then) in enumerate(pairwise(said)):
        if turn.voice is None or then.voice is None or turn.voice == then.voice:
            continue
        start = max(0, len(turn.text) - _TAIL)
        tail = turn.text[start:]
        for pattern in (_CALLS_FIRST, _CALLS_LAST):
            for match in pattern.finditer(tail):
                name, place = (
                    match["name"],
                    (start + match.start("name"), start + match.end("name")),
                )
                calls[name].append(
                    Clue(then.voice, name, "addressed", _CALLED_NEXT, number, *place)
                )
                callers[name][turn.voice] += 1
        back = _CALLS_BACK.match(then.text[:_HEAD])
        if back is not None:
            name, place = back["name"], back.span("name")
            calls[name].append(
                Clue(turn.voice, name, "addressed", _CALLED_BACK, number + 1, *place)
            )
            callers[name][then.voice] += 1
    for name, found in calls.items():
        if words.name(name):
            yield from _answered(found, callers[name])


def _answered(found: Sequence[Clue], callers: Counter[int]) -> Iterator[Clue]:
    """Yield calls of one name, each weighed by how often it is this voice that answers."""
    answers = Counter(clue.voice for clue in found)
    for clue in found:
        own = answers[clue.voice]
        share = own / (len(found) + callers[clue.voice])
        yield clue._replace(weight=clue.weight * share * share)
