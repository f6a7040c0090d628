"""Whom a question names of those who speak, and which passages they say.

"What did Kirsty Williams think about funding?" asks for her words, in which her name does not
stand. So passages that a named speaker says are ranked higher by a little: they lean, nothing is
filtered, because somebody may as well be talked about. How much was chosen on meetings that
nothing is reported on (training/search/voices.py prints it).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlite_utils import Database

from kb import lexical
from kb.english import is_word

_SAID_SQL = """
    select passages.id, passages.talk_id, speakers.id, speakers.name, speakers.named,
        max(turns.speaker_id = passages.speaker_id), speaker_aliases.alias
    from passages
    join passage_turns on passage_turns.passage_id = passages.id
    join turns on turns.id = passage_turns.turn_id
    join speakers on speakers.id = turns.speaker_id
    left join speaker_aliases on speaker_aliases.speaker_id = turns.speaker_id
        and speaker_aliases.talk_id = passages.talk_id
    where passages.id in (select value from json_each(?))
    group by passages.id, speakers.id, speaker_aliases.alias
    order by passages.id, min(passage_turns.position)
"""

_WORD = re.compile(r"([^\W_]+)(['’](?:s\b|(?!\w)))?")
_ENDS = re.compile(r"[.?!…:]\W*\s|\n")  # a sentence
_IN_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]")
_BEFORE_NAMES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady hon honourable honorable right rt rev reverend father"
    " sister judge justice senator president minister congressman congresswoman representative councillor"
    " captain colonel general the".split()
)
_BEHIND_NAMES = frozenset(
    "am mp ms msp mla mep phd md dds esq jr sr ii iii iv qc kc obe mbe cbe frs".split()
)
_SAYS = re.compile(
    r"(?:say|think|tell|ask|propose|suggest|recommend|argue|believe|feel|mean|want|prefer|doubt|insist|explain"
    r"|mention|describe|answer|respond|agree|disagree)(?:s|d|ed)?|said|told|thought|felt|meant|repl(?:y|ies|ied)",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"(?:view|opinion|idea|thought|attitude|position|take|suggestion|proposal|answer|argument)s?",
    re.IGNORECASE,
)
# Words that questions begin with, beside pronouns and verbs of saying.
_BEGIN = frozenset(
    "between compare discuss find give list outline quote quotes search show summarise summarize".split()
)
# Words that headlines write small.
_SMALL = frozenset("a an and as at but by for from in nor of on or over the to vs with".split())
_SHORT = 2  # letters of a name that may as well be something else, so its case must be right


class Weights(NamedTuple):
    """How much a passage leans; scores that are ranked by are cosines and more (kb/mixing.py).

    Args:
        turn: Where somebody who is named says something in it.
        main: That much more where they are its speaker.
    """

    turn: float
    main: float


CHOSEN = Weights(turn=0.03, main=0.1)


class Voice(NamedTuple):
    """Somebody whom the question names and who is heard in a passage.

    Args:
        name: The speaker's.
        main: Whether the passage is theirs, rather than a turn or two in it.
    """

    name: str
    main: bool

    @property
    def weight(self) -> float:
        """How much higher the passage is ranked for it."""
        return CHOSEN.turn + CHOSEN.main * self.main


class _Word(NamedTuple):
    """A word of a question or a name.

    Args:
        text: The word.
        plain: In lower case and without accents.
        first: Whether a sentence begins with it.
        joined: Whether only space parts it from the word before it.
        owns: Whether it has an 's.
    """

    text: str
    plain: str
    first: bool
    joined: bool
    owns: bool


def spoken(db: Database, query: str, passages: Sequence[int]) -> dict[int, Voice]:
    """Return those of some passages in which a speaker is heard whom a question names.

    Only who is heard in these passages can be meant, so nothing is asked but what a few dozen
    passages' turns say, however large the archive is.

    Args:
        db: The knowledge base.
        query: The question, as it was typed.
        passages: What was found for it: a few dozen.
    """
    rows = db.execute(_SAID_SQL, [str(list(passages))]).fetchall()
    one_talk = len({row[1] for row in rows}) == 1
    names: dict[int, set[str]] = defaultdict(set)
    for _, _, speaker, name, has_name, _, alias in rows:
        if has_name or one_talk:  # "Speaker 2" is somebody else in every talk
            names[speaker] |= {name} if alias is None else {name, alias}
    meant = named(query, names, one_talk=one_talk)
    found: dict[int, Voice] = {}
    for passage, _, speaker, name, _, main, _ in rows:
        if speaker in meant and (main or passage not in found):
            found[passage] = Voice(name, bool(main))
    return found


def named(query: str, names: Mapping[int, Collection[str]], *, one_talk: bool) -> frozenset[int]:
    """Return whom of the speakers a question names, by their ids.

    A whole name counts however it is written. A first or a last name alone must be told from a
    word: by a capital that no sentence and no headline gives it, by a verb of saying behind it
    ("what does mark think"), or because it is no English word. Within one talk a letter is enough:
    "C" for "Grad C".

    Args:
        query: The question, as it was typed.
        names: The names of the speakers, by their ids.
        one_talk: Whether all of them speak in one talk.
    """
    words = _words(query)
    possible = [
        (number, form)
        for number, called in names.items()
        for name in called
        for form in _forms(name)
        if one_talk or len(form[0].text) > 1 or len(form) > 1
    ]
    found: set[int] = set()
    taken: set[int] = set()
    # Whole names first: of "Adam Jacob" the first is no other Adam's.
    for number, form in possible:
        for at in _places(words, form) if len(form) > 1 else ():
            found.add(number)
            taken.update(range(at, at + len(form)))
    question = _Question(words, taken)
    for number, form in possible:
        if len(form) == 1 and question.names(form[0]):
            found.add(number)
    return frozenset(found)


class _Question:
    """The words of a question, of which some are of whole names already."""

    def __init__(self, words: Sequence[_Word], taken: Collection[int]) -> None:
        self._words, self._taken = words, taken
        # In a headline, or with the caps lock on, a capital says nothing.
        self._capitals_tell = any(w.text[0].islower() and w.plain not in _SMALL for w in words)

    def names(self, name: _Word) -> bool:
        """Return whether a name of one word is among the words, as a name."""
        return any(
            self._is_name(at, name)
            for at, word in enumerate(self._words)
            if word.plain == name.plain and at not in self._taken
        )

    def _is_name(self, at: int, name: _Word) -> bool:
        word = self._words[at]
        if len(name.text) <= _SHORT and (word.text != name.text or word.text == "I"):
            return False
        if self._of_another(at):
            return False
        if self._capitals_tell and word.text[0].isupper() and not word.first:
            return len(name.text) > 1 or self._says(at) or self._follows(at)
        if word.plain in lexical.STOP_WORDS:
            return False
        return self._says(at) or (len(name.text) > _SHORT and not is_word(word.text))

    def _of_another(self, at: int) -> bool:
        """Return whether a word stands beside another name's: "Adam" in "Adam Jacob", "Plan C"."""
        if not self._capitals_tell:
            return False
        word, before, behind = self._words[at], self._at(at - 1), self._at(at + 1)
        if before and word.joined and _capital(before) and before.plain not in _BEFORE_NAMES:
            return True
        if behind is None or not behind.joined or word.owns:
            return False
        return _capital(behind) and behind.plain not in _BEHIND_NAMES

    def _follows(self, at: int) -> bool:
        """Return whether a letter stands where a name may: "did C", "asks C", not "series C"."""
        before = self._at(at - 1)
        return before is not None and (
            before.plain in lexical.STOP_WORDS or _SAYS.fullmatch(before.text) is not None
        )

    def _says(self, at: int) -> bool:
        """Return whether a word is said to say something: "adam thinks", "according to adam"."""
        behind = self._at(at + 1)
        if behind is not None:
            pattern = _VIEW if self._words[at].owns else _SAYS
            if pattern.fullmatch(behind.text):
                return True
        before = [word.plain for word in self._words[max(0, at - 3) : at] if word.plain != "the"]
        ends = behind is None or not behind.joined or behind.plain in lexical.STOP_WORDS
        return ends and before[-2:] == ["according", "to"]

    def _at(self, at: int) -> _Word | None:
        """Return a word that is of no whole name."""
        inside = 0 <= at < len(self._words) and at not in self._taken
        return self._words[at] if inside else None


def _words(text: str) -> list[_Word]:
    out: list[_Word] = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        # "Dr." and "J." end no sentence.
        short = bool(out) and (out[-1].plain in _BEFORE_NAMES or len(out[-1].text) == 1)
        first = not out or (_ENDS.search(between) is not None and not short)
        joined = not between.strip(" -")
        out.append(_Word(found[1], lexical.folded(found[1]), first, joined, found[2] is not None))
        end = found.end()
    return out


def _capital(word: _Word) -> bool:
    """Return whether a word looks like one of a name."""
    usual = word.plain in lexical.STOP_WORDS or (
        word.first and (word.plain in _BEGIN or _SAYS.fullmatch(word.text) is not None)
    )
    return word.text[0].isupper() and not usual


def _places(words: Sequence[_Word], form: Sequence[_Word]) -> Iterator[int]:
    """Yield where a name begins among words."""
    wanted = [word.plain for word in form]
    for at in range(len(words) - len(form) + 1):
        if [word.plain for word in words[at : at + len(form)]] == wanted:
            yield at


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[tuple[_Word, ...], ...]:
    """Return how somebody may be called: whole, without titles, by the first and the last name.

    >>> [" ".join(word.text for word in form) for form in _forms("Dr. Ann B. Lee MP")]
    ['Dr Ann B Lee MP', 'Ann B Lee', 'Ann Lee', 'Ann', 'Lee']
    """
    whole = _words(_IN_BRACKETS.sub("", name)) or _words(name)
    bare = whole
    while len(bare) > 1 and bare[0].plain in _BEFORE_NAMES:
        bare = bare[1:]
    while len(bare) > 1 and bare[-1].plain in _BEHIND_NAMES:
        bare = bare[:-1]
    if not bare:
        return ()
    forms = [whole, bare]
    if len(bare) > 1:
        forms += [[bare[0], bare[-1]], [bare[0]], [bare[-1]]]
    elif len(bare[0].text) == 1:  # "Professor B" is the professor
        forms.append(whole[:1])
    different = {tuple(word.plain for word in form): tuple(form) for form in reversed(forms)}
    return tuple(reversed(different.values()))
