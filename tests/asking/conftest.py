"""A knowledge base of a few talks with dates, shows and several speakers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import build

LEDGER = """\
---
title: The ledger on the wall
show: Signal Hour
kind: podcast
date: 2022-03-04
---

## Welcome

**Mara Velasquez:** Welcome to Signal Hour, where we ask people what they wrote down and why. My guest today is Idris Okonkwo, who keeps a workshop of eleven people in one long room by the harbour.

## Twice the same

**Idris Okonkwo:** Duplicate work begins where nobody writes down what they are doing. We duplicated works of three years before anyone noticed, and by then two people had built the same machine.

## The ledger

**Idris Okonkwo:** The ledger showed who was on call, who was burning out, and who had taken the same repair twice. A café next door kept one, too, and theirs had coffee on every page.
"""

PAGERS = """\
---
title: Pagers and patience
show: Night Desk
kind: interview
date: 2023-06-01
---

## Good evening

**Tilda Marsh:** Good evening from the hospital. The pagers here are older than I am, and they hang in a row beside the door like keys in a hotel that nobody leaves.

## A promise

**Idris Okonkwo:** Being on call is a promise. You call on nobody, and everybody calls on you, and burnout is what you call it when the promise has no end.

## Handing over

**Tilda Marsh:** We write. Whoever hands over reads aloud what they wrote in the night, and whoever takes over repeats it until both of them are content.
"""


@pytest.fixture
def archive(ingest: Callable[..., build.Report], tmp_path: Path, db: Database) -> Database:
    talks = tmp_path / "asked"
    talks.mkdir()
    (talks / "ledger.md").write_text(LEDGER, "utf-8")
    (talks / "pagers.md").write_text(PAGERS, "utf-8")
    assert ingest(talks).failed == []
    return db
