"""Whether a sentence is whole and stands alone: what a quote must be, whatever it is worth."""

from __future__ import annotations

import re

from ingest.sentences import words

SHORTEST, LONGEST = 7, 45  # words of a sentence

# Words that tie a sentence to the one before and say nothing themselves: a quote begins after them.
_OPENERS = re.compile(
    r"(?:[-–—]\s+|(?:and|but|because)(?:,? then)?,?\s+(?=\S)"
    r"|so(?!\s+(?:that|much|many|far|long|often|good|bad|few|little|called|do|does|did|is|am|are)\b),?\s+"
    r"|(?:yeah|yes|no|nope|right|okay|ok|well|now|oh|look|like|i mean|you know|honestly|actually|basically"
    r"|obviously|sure|exactly|totally|absolutely|again|also|anyway|anyways|plus|then|or|hey|see|i guess|i don't know"
    r"|i would say|i'd say|so to me|i think so|of course|for sure|definitely|interesting|correct|um|uh),\s+)",
    re.IGNORECASE,
)
_CLOSING = "\"”’')"

_LEANS = re.compile(
    r"(?:that|that'(?:s|ll|d)|this|these|those|they|they'(?:re|ve|ll|d)|he|she|he's|she's|he'd|she'd|his|her|hers|him|them|their|theirs"
    r"|which|who|whose|whom|or|also|then|so|and|but|because|yeah|yes|no|right|exactly|okay|ok|well|like|oh|plus"
    r"|anyway|anyways|another|again|similarly|otherwise|therefore|instead|neither|both|same|such|one of them"
    r"|for example|for instance|in that|in this|at that|at this|from that|with that|like that|by that|to that|after that"
    r"|the (?:other|same|first|second|third|latter|former|next)|that being said|having said|i agree|good question|great question"
    r"|in the same|as a result|on the other hand|even then|not only that|part of (?:it|that|this)|all of (?:that|this|it|those|these)"
    r"|it|some of (?:that|this|it|them|those|these)|none of (?:that|this|it|them)|most of (?:that|this|it|them))\b",
    re.IGNORECASE,
)
# "It's hard to say no" and "it's not about speed" need nothing before them; "it's green" does.
_IT_ALONE = re.compile(
    r"it(?:'s| is| takes| would be| will be| can be| was)\b.{0,60}\b(?:to|that|when|if|how|what|whether|about|who|where)\b|it takes\b",
    re.IGNORECASE,
)
# "This idea that …", "those who …" name what they mean.
_NAMED = re.compile(
    r"(?:this|that|these|those)\s+(?:(?:is|are)\s+(?:the|a)\s+(?:\w+\s+){1,3}(?:of|that|where|when)\b|who\b|of us\b|idea (?:that|of)\b|notion\b)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:this|that|the) (?:question|conversation|episode|podcast|show|transcript|recording|interview)\b"
    r"|\b(?:you asked|you mentioned|you just said|as i said|like i said|i mentioned|as you said|we talked about|we've been talking"
    r"|we were talking|i was saying|let me (?:give|tell|share|think|back up|start)|i'll (?:give|tell|share)|we'll (?:get|talk|come)"
    r"|go ahead|happy to|good question|great question|does that make sense|if that makes sense|what was the question"
    r"|lightning round|next question|thanks? (?:you )?(?:so much |very much )?for|thank you|welcome (?:back )?to|my name is|joining us"
    r"|find me|follow me|check (?:it|them|us|me) out|subscribe|show notes|in the notes|my newsletter|my website|my book"
    r"|you guys|i'm (?:interested to hear|curious)|tell us|(?:before|after) the break|nail on the head|let's (?:talk|get|go|dive|move|jump)"
    r"|as we record|what i'm hearing|to your (?:point|question)|(?:your|my|good|great) (?:first|last|next|original)? ?question|my twitter|on twitter|on linkedin|dm me|email me|shout-?out|what do you think|do you want me)\b"
    r"|\b\w+\.com\b|\bwww\.|https?:|@\w+",
    re.IGNORECASE,
)

# A recogniser's and a stumbling speaker's traces.
_TORN = re.compile(
    r"\[(?:inaudible|unintelligible|crosstalk|laugh\w*|music|applause|foreign)[^\]]*\]|\(inaudible\)|--|\.\.\.|…|___|�"
    r"|[—–-]\s*[\"”’')]*$|[—–]\s*[\"”’')]*[.?!]$"  # breaks off
    r"|^(?:i|we|you|they|it|the|a|an|my|our|your|to|of|is|if|as)\s*[,—–]"  # begins again at once
    r"|^(?:maybe|perhaps|probably|really|even|kind of|sort of|just)\s+(?:even|things?|some|in|like|for|to|a|an|with|make|makes|get|go|do|that|on|at|from)\b"
    r"|^(?:could|would|should|might|is|are|was|were|does|did|has|had|especially|including|such as|except|besides|as well as)\b.*[.!]$"
    r"|\b(?:we|they|he|she),\s|(?<!and )(?<!or )\bi,\s"  # "it's the cases that we, a lot of …"
    r"|\b(?:the|an|to|of|my|our|your|their|his|it's|that's|i'm|we're|they're|you're|there's|what's|i've|we've|just|was|were|are|am"
    r"|with|from|into|would|will|can|could|have|has|had|very|every),\s+(?!(?:if|as|when|like|you know|i think|i would say|in|quote|to)\b)"
    r"|\b(?:like, like|is, is|the the|a a|to to|of of|i i|and and|in in|is is|so so|we we|you you)\b"
    r"|\b(\w+), \1\b(?!,)|\b(?:uh|um|uhm|erm|hmm|mm-hmm|uh-huh)\b"
    r"|\b(?:and|or|but|so|the|a|an|to|of|with|for|from|because|that|if|is|was|my|your|their|our|i|you know|like|just)[\"”’')]*[.!]?$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|am|do|does|did|has|have|had|can|could|will|would|should|must|may|might|need|needs|want|wants"
    r"|make|makes|made|get|gets|got|know|think|feel|say|said|take|takes|go|goes|come|comes|give|gives|build|work|works|let|try"
    r"|keep|look|find|start|stop|use|see|put|ask|tell|mean|means|believe|become|becomes|happen|happens|matter|matters|love|hate"
    r"|help|helps|learn|learned|turns|turn|focus|change|changes|remember|never|don't|\w+ed|\w+n't|\w+'(?:s|re|m|ll|ve|d))\b",
    re.IGNORECASE,
)
# "If somebody says, “…”" and "Trying to do it that way." wait for their main clause.
_CLAUSE = re.compile(r"(?:if|when|while|unless|since|although|whenever|once)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_MAIN = re.compile(
    r",\s*(?:then\s+)?(?:you|it|that|this|they|we|i|there|the|a|he|she|don't|just|do|people|what|your|my|our)\b",
    re.IGNORECASE,
)
_GERUND = re.compile(
    r"(?!(?:something|everything|nothing|anything|being that|during|bring|spring|king|thing)\b)\w{2,}ing\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|wasn't|means|makes|takes|requires|gives|leads|becomes|feels|will|can|has|helps|allows"
    r"|doesn't|turns|forces|creates|matters|gets|works|\w+'s)\b",
    re.IGNORECASE,
)


def trimmed(sentence: str) -> int:
    """Return how many characters at a sentence's start only tie it to what was said before.

    >>> trimmed("And so, if you wait for it, it never comes.")
    8
    """
    start = 0
    while match := _OPENERS.match(sentence, start):
        if words(sentence[match.end() :]) < SHORTEST:
            break
        start = match.end()
    return start


def leans(sentence: str) -> bool:
    """Return whether a sentence, trimmed, cannot be understood without the one before it."""
    plain = sentence.replace("’", "'").lstrip("\"“‘'(")
    if _NAMED.match(plain) or _IT_ALONE.match(plain):
        return False
    return bool(_LEANS.match(plain))


def whole(sentence: str) -> bool:
    """Return whether a sentence, trimmed, begins and ends, has a verb, and is not torn."""
    plain = sentence.replace("’", "'")
    if not SHORTEST <= words(sentence) <= LONGEST:
        return False
    if plain.rstrip(_CLOSING)[-1:] not in (".", "!", "?") or not _balanced(plain):
        return False
    return bool(_VERB.search(plain)) and not _TORN.search(plain) and not _waits(plain)


def of_the_moment(sentence: str) -> bool:
    """Return whether a sentence is about the conversation, or sends its listeners somewhere."""
    return bool(_HERE.search(sentence.replace("’", "'")))


def _waits(sentence: str) -> bool:
    """Return whether a sentence is a mere clause, whose main clause does not come."""
    if _CLAUSE.match(sentence) and _QUOTED.search(sentence):
        return not _MAIN.search(_QUOTED.sub("", sentence))
    return bool(_GERUND.match(sentence)) and not _FINITE.search(sentence)


def _balanced(sentence: str) -> bool:
    """Return whether every quotation that is opened is closed."""
    return (
        sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and sentence.count("(") == sentence.count(")")
    )
