"""Fine-tune all-MiniLM-L6-v2 for search over talk and save the change as a low-rank update.

Usage: python train.py DATA OUTPUT --seed 7

DATA is a folder with changelog-train/queries.jsonl and qmsum-train.jsonl. OUTPUT is a folder that
receives verbatim-minilm-talk.safetensors, figures.json (held-out figures) and card.json.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from pathlib import Path

import torch
from data import Data, load
from held_out import dev_figures
from learning import fit
from mining import mine_meaning, mine_words
from model import Encoder, base_folder
from recipe import Recipe
from safetensors.torch import load_file, save_file
from update import Weights, average, cut, merge, put, save, weights_of

log = logging.getLogger("encoder")


def train_rounds(encoder: Encoder, data: Data, recipe: Recipe) -> None:
    """Mine and train; the first round mines by words, later ones by the last round's encoder too.

    Args:
        encoder: The encoder, changed in place.
        data: What to learn from.
        recipe: How.
    """
    held = {t for item in data.dev for t in [item.passage, *item.negatives]}
    open_pool = [text for text in data.pool if text not in held]
    podcast = [item for item in data.train if item.source == "podcast"]
    for number in range(recipe.rounds):
        mine_words(podcast, open_pool)
        if number or recipe.resume:
            right = {item.passage for item in podcast}
            rest = [text for text in open_pool if text not in right]
            some = random.Random(recipe.seed).sample(rest, min(recipe.mine_pool, len(rest)))
            mine_meaning(podcast, sorted(right) + some, encoder, recipe.ceiling)
        log.info("round %d: mined", number + 1)
        fit(encoder, data.train, recipe)


def compare(
    encoder: Encoder, data: Data, stock: Weights, tuned: Weights, recipe: Recipe
) -> dict[str, dict[str, float]]:
    """Measure ranks and shares of the change on the held-out talks.

    Args:
        encoder: The encoder, changed in place.
        data: With the held-out items.
        stock: The stock matrices.
        tuned: The trained matrices.
        recipe: Which ranks and alphas.

    Returns:
        Figures by variant.
    """
    table: dict[str, dict[str, float]] = {}
    if not data.dev:
        return table
    put(encoder, stock)
    table["stock"] = dev_figures(encoder, data.dev, data.dev_pool)
    if recipe.before:
        put(encoder, merge(stock, load_file(recipe.before)))
        table["before"] = dev_figures(encoder, data.dev, data.dev_pool)
        log.info("before: %s", table["before"])
    put(encoder, tuned)
    table["tuned, full rank"] = dev_figures(encoder, data.dev, data.dev_pool)
    for rank in [int(r) for r in recipe.ranks.split(",") if r]:
        for alpha in [float(a) for a in recipe.alphas.split(",")]:
            put(encoder, merge(stock, cut(stock, tuned, rank, alpha)))
            key = f"rank {rank}, alpha {alpha:g}"
            table[key] = dev_figures(encoder, data.dev, data.dev_pool)
            log.info("%s: %s", key, table[key])
    return table


def parse() -> tuple[argparse.Namespace, Recipe]:
    """Read the command line.

    Returns:
        The arguments and the recipe.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--base", type=Path, default=None, help="folder of the stock model")
    parser.add_argument("--average", type=Path, nargs="*", default=[], help="mean of these runs")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=VALUE", help="edit the recipe"
    )
    args = parser.parse_args()
    recipe = Recipe(seed=args.seed)
    for pair in args.set:
        name, value = pair.split("=", 1)
        setattr(recipe, name, type(getattr(recipe, name))(value))
    return args, recipe


def main() -> None:
    """Train, measure and save."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args, recipe = parse()
    torch.set_num_threads(args.threads)
    torch.manual_seed(recipe.seed)
    encoder = Encoder(args.base or base_folder(), recipe.length, recipe.dropout)
    stock = weights_of(encoder)
    data = load(args.data, encoder, recipe)
    log.info("%d items, %d held out, %d passages", len(data.train), len(data.dev), len(data.pool))
    if recipe.resume:
        put(encoder, load_file(recipe.resume))
    if args.average:
        tuned = average(args.average)
    else:
        train_rounds(encoder, data, recipe)
        tuned = weights_of(encoder)
    args.output.mkdir(parents=True, exist_ok=True)
    save_file(tuned, args.output / "tuned.safetensors")
    figures = compare(encoder, data, stock, tuned, recipe)
    alpha = float(recipe.alphas.split(",")[0])
    save(args.output, cut(stock, tuned, recipe.rank, alpha), recipe, figures)
    log.info("saved to %s: %s", args.output, json.dumps(figures))


if __name__ == "__main__":
    main()
