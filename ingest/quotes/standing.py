"""Whether a sentence is whole and stands alone: what a quote must be, whatever it is worth."""

from __future__ import annotations

import re

from ingest.quotes.clauses import VERB, waits
from ingest.quotes.signs import tidy
from ingest.sentences import words

SHORTEST, LONGEST = 7, 45  # words of a sentence

# Words that tie a sentence to the one before and say nothing themselves: a quote begins after them.
_OPENERS = re.compile(
    r"(?:[-–—]\s+|i mean\s+(?=(?:if|when|because|you|we|it|there)\b)|(?:and|but|because)(?:,? then)?,?\s+(?=\S)"
    r"|so(?!\s+(?:that|much|many|far|long|often|good|bad|few|little|called|do|does|did|is|am|are)\b),?\s+"
    r"|(?:yeah|yes|no|nope|right|okay|ok|well|now|oh|look|like|i mean|you know|honestly|actually|basically"
    r"|obviously|sure|exactly|totally|absolutely|again|also|anyway|anyways|plus|then|or|hey|see|i guess|i don't know"
    r"|one|two|three|four|first|firstly|second|secondly|third|thirdly|number one|number two|last|lastly|finally"
    r"|i would say|i'd say|so to me|i think so|of course|for sure|definitely|interesting|correct|um|uh),\s+)",
    re.IGNORECASE,
)
_CLOSING = "\"”’')"

# From here on patterns are in small letters, and so is what they are looked for in: looking for
# both takes twice as long.
_LEANS = re.compile(
    r"(?:that|that'(?:s|ll|d)|this|these|those|they|they'(?:re|ve|ll|d)|he|she|he's|she's|he'd|she'd|his|her|hers|him|its|them|their|theirs"
    r"|which|who|whose|whom|or|also|then|so|and|but|because|yeah|yes|no|right|exactly|okay|ok|well|like|oh|plus"
    r"|anyway|anyways|another|if (?:not|so)(?=,)|one (?:is|was)|the reason (?:is|was) (?:because|that)|again|similarly|otherwise|therefore|instead|neither|both|same|such|one of them"
    r"|for example|for instance|in that|in this|at that|at this|from that|with that|like that|by that|to that|after that"
    r"|the (?:other|same|first|second|third|latter|former|next)|that being said|having said|i (?:totally |completely |fully )?agree|good question|great question"
    r"|in the same|as a result|on the other hand|even then|not only that|part of (?:it|that|this)|all of (?:that|this|it|those|these)"
    r"|it|some of (?:that|this|it|them|those|these)|none of (?:that|this|it|them)|most of (?:that|this|it|them))\b",
)
# "It's hard to say no" and "it's not about speed" need nothing before them; "it's green" does.
_IT_ALONE = re.compile(
    r"it(?:'s| is| takes| would be| will be| can be| was| isn't| wasn't| has to be| doesn't matter| turns out)(?: not)?"
    r"(?: (?!(?:an?|the|this|that|these|those|my|your|our|their|his|her|like|just)\b)[\w'-]+){0,3}"
    r"(?: an? (?:[\w'-]+ )?(?:mistake|shame|myth|lie|privilege|luxury|idea|way|pity|challenge|pleasure|sign|fact))?"
    r" (?:to|that|when|if|how|what|whether|about|who)\b|it takes\b",
)
# "In order to do that, …", "I treat that very seriously": the first words already point back.
_POINTS = re.compile(
    r"(?:in order to \w+|because of|as part of|instead of|rather than|as a result of|within|in|on|at|from|with|by|to|for|of|beyond"
    r"|besides|after|before|despite|given|without)\s(?:all (?:of )?)?(?:that|this|those|these|it|them|him|her)\b(?!\s(?:way|day|age|who)\b)"
    r"|(?:\w+['\w]*\s){1,4}(?:treat|do|did|doing|done|absorb|call|called|take|took|use|used|see|saw|know|knew|solve|solved|got|make|made"
    r"|saying|understand|think about|talk about|talked about|avatar of|type of|kind of|part of|some of|one of|all of|any of|end of)"
    r"\s(?:(?:that|this|it)(?=\s*[.!?]|\s(?:very|really|too|at|as|so|right|well|every|again|now|then|in)\b)|(?:those|these|them)\b)"
    r"|(?:every single one|each one|each|many|most|all|some|none|any|one|two|a couple|a few|a lot|lots|both) of (?:these|those|them|that)\b"
    r"|there(?:'s| is| are| was| were) (?:a lot of |lots of |some |so many |many |no )?\w+s? there\b"
    r"|what(?:'s| is)? (?:\w+ about )?(?:that|this|it)\b|in some ways,? (?:it|that|this)\b|to be honest, (?:it|that|this|they)\b",
)
# "This idea that …", "those who …" name what they mean.
_NAMED = re.compile(
    r"(?:this|that|these|those)\s+(?:who\b|of us\b|idea (?:that|of)\b|notion\b)",
)
_HERE = re.compile(
    r"\b(?:this|that|the) (?:question|conversation|episode|podcast|show|transcript|recording|interview)\b"
    r"|\b(?:you asked|you mentioned|you just said|as i said|like i said|i mentioned|as you said|we talked about|we've been talking"
    r"|we were talking|i was saying|let me (?:give|tell|share|think|back up|start|follow|ask|go|just)|you threw out|as you were (?:describing|saying|talking)|i'll (?:give|tell|share)|we'll (?:get|talk|come)"
    r"|go ahead|happy to|good question|great question|does that make sense|if that makes sense|what was the question"
    r"|lightning round|next question|thanks? (?:you )?(?:so much |very much )?for|thank you|welcome (?:back )?to|my name is|joining us"
    r"|find me|follow me|check (?:it|them|us|me) out|subscribe|show notes|in the notes|my newsletter|my website|my book"
    r"|you guys|i'm (?:interested to hear|curious)|tell us|(?:before|after) the break|nail on the head|let's (?:talk|get|go|dive|move|jump|finish|wrap|start)|episode (?:number )?\d+|favorite (?:guest|episode)s?"
    r"|as we record|last thing before|before i pause|i'll start with|i'll be more specific|i've mentioned|you articulated|what i mean by (?:that|this)"
    r"|what i'm hearing|to your (?:point|question)|(?:your|my|good|great) (?:first|last|next|original)? ?question|my twitter|on twitter|on linkedin|dm me|email me|shout-?out|what do you think|do you want me)\b"
    r"|\b\w+\.com\b|\bwww\.|https?:|@\w+",
)

# A recogniser's and a stumbling speaker's traces.
_TORN = re.compile(
    r"\[(?:inaudible|unintelligible|crosstalk|laugh\w*|music|applause|foreign)[^\]]*\]|\(inaudible\)|--|\.\.\.|…|___|�"
    r"|[—–-]\s*[\"”’')]*$|[—–]\s*[\"”’')]*[.?!]$"  # breaks off
    r"|^(?:i|we|you|they|it|the|a|an|my|our|your|to|of|is|if|as)\s*[,—–]"  # begins again at once
    r"|^(?:maybe|perhaps|probably|really|even|kind of|sort of|just)\s+(?:even|things?|some|in|like|for|to|a|an|with|make|makes|get|go|do|that|on|at|from)\b"
    r"|^(?:turned|became|went|came|got|started|ended|worked|seemed|looked|had|whereas)\b|\b(?:who|which), (?:i mean|you know)\b|(?:\b[a-z]\.){2,}$"
    r"|^(?:not,|not (?:saying|that|to)\b|either \w+ing\b)|,\s(?:one|two|three|number one|number two),\s"
    r"|^what\b.{3,60}\bis because\b|^what\b[^,?]{5,120}\s[-–—]\s(?:because|and|so|but|since)\b"  # "What we found - because we were late."
    r"|^(?:could|would|should|might|is|are|was|were|does|did|has|had|especially|including|such as|except|besides|as well as)\b.*[.!]$"
    r"|\b(?:we|they|he|she),\s|(?<!and )(?<!or )\bi,\s"  # "it's the cases that we, a lot of …"
    r"|\b(?:the|an|to|of|my|our|your|their|his|it's|that's|i'm|we're|they're|you're|there's|what's|i've|we've|just|was|were|are|am"
    r"|with|from|into|would|will|can|could|have|has|had|very|every),\s+(?!(?:if|as|when|like|you know|i think|i would say|in|quote|to)\b)"
    r"|\b(?:like, like|is, is|the the|a a|to to|of of|i i|and and|in in|is is|so so|we we|you you)\b"
    r"|\b(\w+), \1\b(?!,)|\b(?:uh|um|uhm|erm|hmm|mm-hmm|uh-huh)\b"
    r"|\b(?:and|or|but|so|the|a|an|to|of|with|for|from|because|that|if|is|was|my|your|their|our|i|you know|like|just)[\"”’')]*[.!]?$",
)
# Single marks; those that stand for letters ('em, '90s) open nothing.
_OPENS = re.compile(r"(?<![\w'‘])['‘](?!\d\ds\b|em\b|til\b|cause\b|bout\b)(?=\w)", re.IGNORECASE)
_CLOSES = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")


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
    plain = tidy(sentence).lower().lstrip("\"“‘'(")
    if _NAMED.match(plain) or _IT_ALONE.match(plain):
        return False
    return bool(_LEANS.match(plain) or _POINTS.match(plain))


def whole(sentence: str) -> bool:
    """Return whether a sentence, trimmed, begins and ends, has a verb, and is not torn."""
    plain = tidy(sentence)
    if not SHORTEST <= words(sentence) <= LONGEST:
        return False
    if plain.rstrip(_CLOSING)[-1:] not in (".", "!", "?") or not _balanced(plain):
        return False
    return bool(VERB.search(plain)) and not _TORN.search(plain.lower()) and not waits(plain)


def of_the_moment(sentence: str) -> bool:
    """Return whether a sentence is about the conversation, or sends its listeners somewhere."""
    return bool(_HERE.search(tidy(sentence).lower()))


def _balanced(sentence: str) -> bool:
    """Return whether every quotation that is opened is closed."""
    return (
        sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and sentence.count("(") == sentence.count(")")
        and len(_OPENS.findall(sentence)) <= len(_CLOSES.findall(sentence))
    )
