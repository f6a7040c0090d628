"""What is said where a name means nothing that is there: what may be meant, or what there is."""

from __future__ import annotations

from collections.abc import Sequence

_ALIKE, _LIKELY = 3, 75  # names to suggest, and how alike they must be, from 0 to 100


def did_you_mean(ref: str, names: Sequence[str], otherwise: str) -> str:
    """Return a question with the names that are written much like one, or what to say instead."""
    from rapidfuzz import process, utils

    alike = process.extract(
        ref, names, processor=utils.default_process, limit=_ALIKE, score_cutoff=_LIKELY
    )
    if not alike:
        return otherwise
    return "did you mean " + " or ".join(repr(name) for name, _, _ in alike) + "?"


def there_are(names: Sequence[str], otherwise: str) -> str:
    """Return a list of the names that there are, or what to say where there is none."""
    return f"there are: {', '.join(names)}" if names else otherwise
