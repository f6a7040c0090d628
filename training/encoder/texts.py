"""Plain text of podcast passages."""

from __future__ import annotations

import random
import re

_MARK = re.compile(r"\\?\[[^\]\\]{0,80}\\?\]")
_LABEL = re.compile(r"^\*\*[^*\n]{1,60}:\*\*[ \t]*", re.MULTILINE)
MEETING_LABEL = re.compile(r"^[A-Z][\w ()'.-]{0,40}: ", re.MULTILINE)
_WORD = re.compile(r"\w{4,}")
_SENTENCE = re.compile(r"(?<=[.?!])[\"')]?\s+(?=[\"'(A-Z])")


def clean(text: str) -> str:
    """Strip time marks, stage remarks and speaker labels.

    Args:
        text: A passage as the transcript has it.

    Returns:
        The passage as plain talk.
    """
    text = _LABEL.sub("", _MARK.sub("", text))
    return re.sub(r"\s+", " ", text.replace("\\", "")).strip()


def sentences(text: str) -> list[str]:
    """Split plain text after sentence ends.

    Args:
        text: Plain text.

    Returns:
        The sentences, in order.
    """
    return [s.strip() for s in _SENTENCE.split(text) if s.strip()]


def window(text: str, rng: random.Random) -> str:
    """Cut a random run of whole sentences that keeps at least 60% of the words.

    Args:
        text: A plain passage.
        rng: The source of chance.

    Returns:
        The run, or the whole passage where it has fewer than three sentences.
    """
    parts = sentences(text)
    if len(parts) < 3:
        return text
    want = rng.uniform(0.6, 1.0) * len(text)
    first = rng.randrange(len(parts))
    last = first + 1
    while len(" ".join(parts[first:last])) < want:
        if last < len(parts) and (first == 0 or rng.random() < 0.5):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
    return " ".join(parts[first:last])


def shares_text(one: set[str], other: set[str]) -> bool:
    """Say whether two passages are cut from the same words.

    Args:
        one: The words of a passage.
        other: The words of another.

    Returns:
        True where the shorter shares more than 60% of its different words.
    """
    return len(one & other) > 0.6 * min(len(one), len(other))


def blinded(text: str, queries: list[str]) -> str:
    """Leave out of a passage the words that its queries share with it.

    What is left can be found by its meaning alone.

    Args:
        text: A plain passage.
        queries: The queries that it answers.

    Returns:
        The passage without words of four letters and more whose first five letters begin a word of
        the queries.
    """
    shared = {word[:5] for query in queries for word in _WORD.findall(query.lower())}
    return " ".join(
        word
        for word in text.split()
        if not any(part[:5] in shared for part in _WORD.findall(word.lower()))
    )
