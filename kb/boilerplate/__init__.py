"""Boilerplate across talks: what a show says in every episode, found once several are stored.

Intros, outros and sponsor reads come again nearly word for word. A sentence is boilerplate where
most of its runs of eight words stand in three talks of its show or more; the measured precision is
in docs/cleaning.md. It stays readable, greyed, and is left out of search, topics and quotes.
"""

from __future__ import annotations

from kb.boilerplate.recurring import Stretch
from kb.boilerplate.refresh import refresh

__all__ = ["Stretch", "refresh"]
