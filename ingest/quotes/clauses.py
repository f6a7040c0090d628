"""Whether a sentence has a main clause: “Before they would launch.” waits for one."""

from __future__ import annotations

import re

VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|am|do|does|did|has|have|had|can|could|will|would|should|must|may|might|need|needs|want|wants"
    r"|make|makes|made|get|gets|got|know|think|feel|say|said|take|takes|go|goes|come|comes|give|gives|build|work|works|let|try"
    r"|keep|look|find|start|stop|use|see|put|ask|tell|mean|means|believe|become|becomes|happen|happens|matter|matters|love|hate"
    r"|help|helps|learn|learned|turns|turn|focus|change|changes|remember|never|don't|\w+ed|\w+n't|\w+'(?:s|re|m|ll|ve|d))\b",
    re.IGNORECASE,
)
# "If somebody says, “…”" and "Trying to do it that way." wait for their main clause.
_CLAUSE = re.compile(
    r"(?:if|when|while|unless|since|although|though|whenever|once|before|after|until|as soon as|because|wherever|whether|at a time when)\b",
    re.IGNORECASE,
)
# "Although now with AI, we have better tools." is still within its first clause.
_CONCEDES = re.compile(
    r"(?:although|though|whereas|even though)\s+((?:[^\s,]+\s+){2,}[^\s,]+),", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_MAIN = re.compile(
    r",\s*(?!(?:which|who|whom|whose|where|because|as|if|when|and|or|but|like|especially|including|such|that)\b)[^,]{2,}",
    re.IGNORECASE,
)
# Without a comma there must be two clauses: "If you are late you lose."
_SUBJECT = re.compile(
    r"(?<!\bor )(?<!\band )(?<!\bbut )\b(?:i|you|he|she|it|we|they|there|that|this|who|people|everybody|everyone|nobody|somebody|someone)(?:'(?:s|re|ve|ll|d|m))?\s+"
    r"(?!(?:in|on|at|to|for|and|or|with|from|of|as|by|because|when|if|but|so|that|who|which)\b)\w+",
    re.IGNORECASE,
)
# "A few pieces that go into how I choose." has no verb of its own.
_NOUN_ONLY = re.compile(
    r"(?:an?|the|some|few|several|all|any|one|two|three|my|our|your)\s"
    r"(?:(?!(?:is|are|was|were|has|have|had|can|could|will|would|means|says|said|shows)\b)[\w'-]+\s){1,4}?(?:that|who|which|where)\s"
    r"(?:(?:(?:never|also|just|always|often|still|\w+ly)\s)*(?:is|are|was|were|has|have|had|can|could|will|would)\b)?",
    re.IGNORECASE,
)
# Nor has "For spending time with them." or "A full-on focus on users."
_GERUND_PHRASE = re.compile(
    r"(?:for|by|with|without|from|despite|instead of)\s\w+ing\b[^,]*$", re.IGNORECASE
)
_ARTICLE = re.compile(r"an?\s", re.IGNORECASE)
_ANY_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|can|could|will|would|should|may|might|must|do|does|did|came|went|made|took|got|gave|said|knew|saw"
    r"|becomes?|begins?|brings?|builds?|comes?|costs?|creates?|depends?|feels?|finds?|gets?|gives?|goes|happens|helps?|keeps?|knows?|leads?|lets?"
    r"|looks?|loves?|makes?|matters?|means?|needs?|puts?|requires?|runs?|says?|sees?|shows?|starts?|takes?|tells?|thinks?|turns?|uses?|wants?|wins?"
    r"|works?|allows?|\w+ed|\w+n't)\b",
    re.IGNORECASE,
)
_GERUND = re.compile(
    r"(?!(?:something|everything|nothing|anything|being that|during|bring|spring|king|thing)\b)\w{2,}ing\b",
    re.IGNORECASE,
)
# A verb right behind "that" or "who" is not the main one, and "people's" is none.
_FINITE = re.compile(
    r"(?<!\bthat )(?<!\bwho )(?<!\bwhich )\b(?:is|are|was|were|isn't|aren't|wasn't|means|makes|takes|requires|gives|leads|becomes|feels"
    r"|will|can|has|helps|allows|doesn't|turns|forces|creates|matters|gets|works|made|meant|gave|took|led|became|helped|changed"
    r"|(?:it|that|there|what|who|where|how|he|she|here|this|everything|nothing|something|every(?:one|body)|no ?(?:one|body))'s)\b",
    re.IGNORECASE,
)


def waits(sentence: str) -> bool:
    """Return whether a sentence is a mere clause, whose main clause does not come."""
    bare = _QUOTED.sub("", sentence)
    conceded = _CONCEDES.match(bare)
    if conceded and not VERB.search(conceded[1]):
        return bare.count(",") == 1
    if _CLAUSE.match(sentence):
        rest = _MAIN.search(bare)
        found = VERB.search(rest[0]) if rest else len(_SUBJECT.findall(bare)) > 1
        return not found
    noun = _NOUN_ONLY.match(bare)
    if noun and not _FINITE.search(bare, noun.end()):
        return True
    if _GERUND_PHRASE.match(bare) and not _FINITE.search(bare):
        return True
    if _ARTICLE.match(bare) and not _ANY_FINITE.search(bare):
        return True
    return bool(_GERUND.match(sentence)) and not _FINITE.search(sentence)
