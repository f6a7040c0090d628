"""How likely a hit is right: what makes the score of one search comparable with another's.

A logistic curve over what a hit was ranked by, bent once, and lower where more passages could have
been found by chance. Within one search it only rises with the weight, so it never changes the
order of hits. The numbers are fitted by training/search/calibrate.py, which prints them and how
far they can be trusted; they hold for the models below. A search by another model has scores that
are its weights, cut to 0 and 1.
"""

from __future__ import annotations

import math
from typing import NamedTuple

NOTHING_CLOSE = 0.03  # of such best hits fewer than three in a hundred are right

WORDS_BEND, MEANING_BEND = 0.5, 1.8  # weights amid those of hits: by words alone, and otherwise
_FEWEST, _MOST = 100, 1_000_000  # passages; beyond, nothing was measured


class Curve(NamedTuple):
    """What a logistic curve is made of.

    Args:
        constant: Where it begins.
        weight: How it rises with the weight of a hit ...
        above: ... and how otherwise above the bend.
        passages: What each tenfold of passages changes.
        bend: The weight at which it bends, amid what hits are ranked by.
    """

    constant: float
    weight: float
    above: float
    passages: float
    bend: float = WORDS_BEND


# by words alone: whatever the model
KEYWORD = Curve(-2.486, 17.164, 0.636, -1.232)
FITTED: dict[str, dict[str, Curve]] = {
    "verbatim-minilm-talk": {
        "hybrid": Curve(-12.696, 9.309, -1.379, -1.492, MEANING_BEND),
        "semantic": Curve(-13.165, 9.727, -0.804, -1.516, MEANING_BEND),
    },
}


class Scale(NamedTuple):
    """What a search's scores depend on beside the hit.

    Args:
        mode: hybrid, keyword or semantic.
        model: The encoder's name.
        passages: How many passages could have been found.
    """

    mode: str
    model: str | None
    passages: int

    def chance(self, weight: float) -> float:
        """Return the chance that a hit of this weight is right, 0 to 1."""
        curve = self._curve()
        if curve is None:
            return max(0.0, min(1.0, weight))
        passages = min(_MOST, max(_FEWEST, self.passages))
        z = (
            curve.constant
            + curve.weight * weight
            + curve.above * max(0.0, weight - curve.bend)
            + curve.passages * math.log10(passages)
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))

    def _curve(self) -> Curve | None:
        if self.mode == "keyword":
            return KEYWORD
        return FITTED.get(self.model or "", {}).get(self.mode)


def knows_close(mode: str, model: str | None) -> bool:
    """Return whether it can be told that nothing is close.

    Words alone cannot tell: that a passage has none of them says little about what it means.
    """
    return mode in FITTED.get(model or "", {})
