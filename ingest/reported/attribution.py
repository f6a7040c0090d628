"""Who is said to have said a quotation, by the words that stand before and after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.reported.marks import Quotation

_PLAIN = (
    "accuse acknowledge add admit agree allege announce argue ask assert believe blame charge cite claim comment complain"
    " concede conclude confess confirm contend continue criticize declare decline deny describe disagree disclose estimate"
    " exclaim explain fear hope insist interrupt joke laugh maintain mention murmur mutter note object observe offer order"
    " predict promise protest recall recommend remark remember repeat reply report respond retort reveal shout sigh state"
    " stress suggest testify urge warn whisper wonder worry yell"
).split()
_IRREGULAR = (
    "say says said saying tell tells told telling think thinks thought thinking write writes wrote written writing"
    " put puts read reads quip quips quipped go goes went cry cries cried according"
).split()
_CONSONANT = re.compile(r"[^aeiou]y$")


def _forms(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if _CONSONANT.search(verb):
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    double = f"{verb}{verb[-1]}" if verb in ("admit", "refer") else verb
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return [verb, plural, f"{double}ed", f"{double}ing"]


_VERBS = "|".join(
    sorted(
        {*_IRREGULAR, *(form for verb in _PLAIN for form in _forms(verb))},
        key=lambda v: (-len(v), v),
    )
)
_VERB = rf"(?P<cue>(?:{_VERBS})|put it|point(?:s|ed)? out|(?:was|were|is|am|are|['’]m|['’]re|['’]s) like|be like)"
_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|President|Senator|Chief)\.?\s+"
_NAME = rf"\b(?!(?:I|You|He|She|It|We|They|That|There|What|Who)['’])(?:{_TITLE})?[A-Z][\w'’-]+(?:\s+(?:(?:van|von|de|der|da|el|al|bin)\s+)?[A-Z](?:\.|[\w'’-]+)){{0,3}}"
_PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[Yy]ou|[Ii]t|[Ww]ho|[Ss]omebody|[Ss]omeone|[Ee]verybody|[Ee]veryone|[Nn]obody|[Pp]eople)"
_PHRASE = (
    r"\b(?:[Tt]he|[Aa]n?|[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Ss]ome|[Aa]nother|[Mm]any|[Mm]ost|[Tt]hese|[Tt]hose)"
    r"(?:\s+(?!(?:and|or|but|that|which|i|you|he|she|it|we|they|me|us|them|to|will|would|could|should)\b)"
    r"(?!\w+['’](?:ll|re|ve|d|m)\b)[^\W\d_][\w'’-]*){1,4}?"
)
_PHRASE_ENDS = r"(?=\s*(?:[,.;:!?—–]|$)|\s+(?:who|in|at|of|from|to|when|as|with|on|after|before|while|and|that)\b)"
_SOMEBODY = rf"(?:{_PRONOUN}\b|{_NAME}|{_PHRASE})"
_SAYER = rf"(?!(?:[Ii]t|[Ww]ho)\b){_SOMEBODY}"
# "She poured the tea and said".
_FIRST_OF_TWO = r"(?:\s+[^,.;:“”\"]{1,60}?,?\s+(?:and|then|but)(?:\s+then)?)?"
_ASIDE = r"(?:,[^,.;“”\"]{1,80},)?"
_HELPERS = r"(?:['’](?:d|ll|ve|re|m|s)\b)?(?:\s+(?:\w+ly|then|also|just|once|often|always|never|even|still|later|had|has|have|would|will|could|can|may|might|should|did|do|does|was|is|to|used|wants?|going|gonna|like|(?:do|does|did|would|could|can)n['’]t))*"
_AFTER = re.compile(
    rf"[\s,—–-]*(?:{_VERB}\s+(?P<who>{_NAME}|{_PRONOUN}\b|{_PHRASE}{_PHRASE_ENDS})"
    rf"|(?P<subject>{_SAYER}){_ASIDE}{_HELPERS}\s+{_VERB.replace('?P<cue>', '?P<cue2>')}\b)"
)
_OBJECT = rf"(?:\s+(?:back|out|aloud|again|quietly|softly|simply|only|something like|(?:to\s+)?(?:me|us|him|her|them|you|myself|himself|herself|themselves|the\s+\w+|my\s+\w+|{_NAME})|that|how|like|of|as|it))*"
_BEFORE = re.compile(
    rf"(?:(?P<who>{_SOMEBODY}){_ASIDE}{_FIRST_OF_TWO}{_HELPERS}(?:\s+|(?=['’])){_VERB}{_OBJECT}"
    rf"|[Aa]ccording to (?P<source>{_NAME}|{_PHRASE}){_ASIDE}|(?:^|(?<=[.!?]\s))\s*(?P<label>{_NAME})\s*(?=:))\s*(?:[,:—–-]|\bthat)?\s*$"
)
# "There is nowhere to say “…”": that it was said is plain, if not by whom.
_BARE = re.compile(
    r"\b(?P<cue>say(?:s|ing)?|said|ask(?:s|ed|ing)?|repl(?:y|ies|ied)|answer(?:s|ed)?|shout(?:s|ed|ing)?)\s*[,:]?\s*$"
)
_ALIKE = re.compile(r"\s*,?\s*(?:and|or|then|and then|,)\s*")
_ANYWHERE = re.compile(rf"(?P<who>{_SOMEBODY}){_ASIDE}{_HELPERS}(?:\s+|(?=['’])){_VERB}\b")
_WEAK = frozenset("go goes went put puts read reads think thinks thought".split())
_REACH = 160  # characters
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s")


class Said(NamedTuple):
    """The word that says that something was said, and who is said to say it, as it stands there.

    Args:
        cue: None where there is none.
        subject: A name, a pronoun, a phrase; None where there is none.
        near: Whether both stand right beside the quotation.
    """

    cue: str | None
    subject: str | None
    near: bool = False


def attribution(text: str, found: Sequence[Quotation], index: int) -> Said:
    """Return what the words around a quotation say of it."""
    before, after = _around(text, found, index)
    if _new_sentence(text, found[index]):
        after = ""
    beside = _beside(before, after)
    if beside is not None:
        return beside
    if _ALIKE.fullmatch(before) and index and found[index - 1].paragraph == found[index].paragraph:
        return attribution(text, found, index - 1)
    asks = text[found[index].start : found[index].end].rstrip()[-1:] in ("?", "!")
    for side in (_last_sentence(before), "" if asks else _first_sentence(after)):
        match = _nearest(_ANYWHERE, side)
        if match and match["cue"] not in _WEAK:
            return Said(match["cue"], match["who"])
    return Said(None, None)


def _beside(before: str, after: str) -> Said | None:
    """Return what is said right before or after a quotation; None where nothing is."""
    leads_on = before.rstrip().endswith((",", ":"))  # “…,” said Ann, “…”
    match = _AFTER.match(after)
    if match is None and (found := _nearest(_BEFORE, before)):
        cue = found["cue"] or ("according to" if found["source"] else ":")
        return Said(cue, found["who"] or found["source"] or found["label"], near=True)
    if match is None and leads_on:
        match = _AFTER.match(before)
    if match:
        return Said(match["cue"] or match["cue2"], match["who"] or match["subject"], near=True)
    bare = _BARE.search(before)
    return Said(bare["cue"], None, near=True) if bare else None


def _nearest(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the match whose speaker stands nearest to its verb, and not an earlier one's."""
    found = pattern.search(words)
    while found and found["who"]:
        later = pattern.search(words, found.end("who"))
        if later is None or later.end() < found.end():
            break
        found = later
    return found


def _around(text: str, found: Sequence[Quotation], index: int) -> tuple[str, str]:
    """Return the words before and after a quotation, up to the next one or the paragraph's end."""
    own = found[index]
    first, last = own.paragraph
    if index and found[index - 1].paragraph == own.paragraph:
        first = found[index - 1].end + 1
    if index + 1 < len(found) and found[index + 1].paragraph == own.paragraph:
        last = found[index + 1].start - 1
    before = text[max(first, own.start - 1 - _REACH) : max(first, own.start - 1)]
    return before, text[min(own.end + 1, last) : min(last, own.end + 1 + _REACH)]


def _new_sentence(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation ends its sentence, so that what follows says nothing of it.

    “Really.” Ann said nothing. But: “Really?” Ann asked.
    """
    said = text[quotation.start : quotation.end].rstrip()
    following = text[quotation.end + 1 : quotation.end + 60]
    return said.endswith(".") and bool(re.match(r"\s+[A-Z]", following))


def _last_sentence(before: str) -> str:
    ends = list(_SENTENCE_END.finditer(before))
    return before[ends[-1].end() :] if ends else before


def _first_sentence(after: str) -> str:
    end = _SENTENCE_END.search(after)
    return after[: end.start()] if end else after
