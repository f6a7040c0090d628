"""Trains the English pipeline from start to finish.

python train.py --data DIR --work DIR --out DIR
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config
from thinc.api import fix_random_seed

HERE = Path(__file__).resolve().parent


def _tok2vec(nlp: Language) -> Any:
    """Returns a pipeline's own tok2vec network."""
    if "tok2vec" in nlp.pipe_names:
        return nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    return nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]


def fit(
    config: Path, train: Path, dev: Path, out: Path, steps: int = 0, start: Path | None = None
) -> Path:
    """Trains one pipeline.

    Args:
        config: A spaCy configuration.
        train: The training documents.
        dev: The documents on which the best step is chosen.
        out: Where the pipeline goes.
        steps: The number of steps, if not the configuration's.
        start: A pipeline whose tok2vec weights to start from.

    Returns:
        The folder of the best model.
    """
    overrides: dict[str, Any] = {"paths.train": str(train), "paths.dev": str(dev)}
    if steps:
        overrides["training.max_steps"] = steps
    nlp = init_nlp(load_config(config, overrides=overrides, interpolate=False))
    if start is not None:
        _tok2vec(nlp).from_bytes(_tok2vec(spacy.load(start)).to_bytes())
    out.mkdir(parents=True, exist_ok=True)
    train_loop(nlp, out)
    return out / "model-best"


def main() -> None:
    """Prepares the corpora, trains both parts and assembles the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud-ewt and ner")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, required=True, help="where the pipeline goes")
    parser.add_argument("--only", choices=["tagging", "names"], help="train one part only")
    parser.add_argument("--steps", type=int, default=0, help="override the number of steps")
    args = parser.parse_args()
    fix_random_seed(7)
    corpora, parts = args.work / "corpora", args.work / "parts"
    if not corpora.exists():
        prepare = [HERE / "prepare.py", "--data", args.data, "--out", corpora]
        subprocess.run([sys.executable, *map(str, prepare)], check=True)
    tagging, names = parts / "tagging" / "model-best", parts / "names" / "model-best"
    if args.only != "names":
        train, dev = corpora / "tagging-train.spacy", corpora / "tagging-dev.spacy"
        fit(HERE / "config.cfg", train, dev, tagging.parent, args.steps)
    if args.only != "tagging":
        train, dev = corpora / "names-train.spacy", corpora / "names-dev.spacy"
        fit(HERE / "ner.cfg", train, dev, names.parent, args.steps, tagging)
    if args.only is None:
        from assemble import assemble

        assemble(tagging, names, args.out)


if __name__ == "__main__":
    main()
