"""Set what is doubtful to a judge, and say how well it tells quotes of talks that it never saw.

    python training/quotes/limits.py --data ../shared/data

The judge is the one in `ingest/data/judge`, and the limits are written there. A limit is a quantile
of what the judge says of the likeliest quotes of talks that it did not learn from (`held-out.jsonl`).
What readers said of these is not looked at for it: it makes the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest.quotes import doubt
from ingest.quotes.doubt import FILE, KINDS
from training.quotes.standing import HELD_OUT, Example, examples, so

KEPT = {"incomplete": 0.65, "torn": 0.9, "points": 0.75}  # of the first quotes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    read = likeliest(args.data)
    odds = doubt.odds(doubt.judged([one.text for one in read]).vectors)
    limits = np.array(
        [np.quantile(column, KEPT[kind]) for kind, column in zip(KINDS, odds.T, strict=True)],
        dtype=np.float32,
    )
    figures = {
        kind: measured(true, column, limit)
        for kind, true, column, limit in zip(KINDS, so(read).T, odds.T, limits, strict=True)
    }
    for kind, figure in figures.items():
        print(kind, figure)
    write(limits, figures)


def likeliest(data: Path) -> list[Example]:
    """Return the first 30 quotes of each held-out talk, as they are before any judge reads them."""
    return [one for one in examples(data, HELD_OUT) if one.drawn == "first 30"]


def measured(is_so: np.ndarray, scores: np.ndarray, limit: float) -> dict[str, float]:
    """Return how well scores tell texts apart, and what a limit leaves."""
    rank = np.argsort(np.argsort(scores))
    true = is_so.astype(bool)
    above = rank[true].mean() - (true.sum() - 1) / 2
    kept = scores <= limit
    return {
        "texts": len(is_so),
        "auc": round(float(above / (~true).sum()), 3),
        "kept": round(float(kept.mean()), 3),
        "so": round(float(is_so.mean()), 3),
        "so, of the kept": round(float(is_so[kept].mean()), 4),
    }


def write(limits: np.ndarray, figures: dict[str, dict[str, float]]) -> None:
    """Write the limits beside the weights, and the figures on the card."""
    about = FILE.parent / "card.json"
    with np.load(FILE) as found:
        head = dict(found)
    np.savez(FILE, **{**head, "limits": limits})
    card = json.loads(about.read_text("utf-8"))
    card |= {"head_sha256": hashlib.sha256(FILE.read_bytes()).hexdigest()}
    card |= {"kept": KEPT, "figures": figures}
    about.write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
