"""Two more talks for the pages: one with times, chapters of speech and an invention; one that is hostile."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from datasette.plugins import pm

import kb.web
from kb import build, store
from kb.web import models
from tests.conftest import PODCAST, POST, HashingEncoder

CAPTIONS_ABOUT = """\
title: The night shift
show: Harbour Voices
kind: podcast
date: 2021-11-04
url: https://example.org/night-shift
media_url: https://example.org/night-shift.mp3
description: A lock keeper on what the river sounds like after midnight.
"""

CAPTIONS = """\
WEBVTT

00:00:01.000 --> 00:00:09.000
<v Lena Marsh>Good evening, I'm Lena Marsh, and this is Harbour Voices. With me is Viktor Olsen, who has kept the lock at the old harbour for thirty years.

00:00:09.100 --> 00:00:09.400
<v Viktor Olsen>Thanks for watching!

00:00:09.410 --> 00:00:09.450
<v Lena Marsh>Welcome.

00:00:09.500 --> 00:00:14.000
<v Viktor Olsen>Thirty-one in March, uh, in March.

00:00:14.200 --> 00:00:20.000
<v Lena Marsh>What does a lock keeper hear at night that nobody hears during the day?

00:00:20.500 --> 00:00:41.000
<v Viktor Olsen>The gates talk before they break. A good keeper listens to the hinges for a whole winter before he touches one of them. Every repair that I am proud of began with a noise that I could not explain.

00:00:41.500 --> 00:00:47.000
<v Lena Marsh>And do the young keepers listen in the same way?

00:00:47.500 --> 00:01:15.000
<v Viktor Olsen>They look at the screen first, and the screen is right most of the time. But a sensor only measures what somebody expected to go wrong. The river never reads the manual. That is why I write down every noise in the log book, with the hour and the weather.

00:01:15.500 --> 00:01:21.000
<v Lena Marsh>Who reads the log book?

00:01:21.500 --> 00:01:40.000
<v Viktor Olsen>Whoever comes after me. You should write for the person who has your problem at three in the morning and nobody to call.

00:01:40.500 --> 00:01:43.000
<v Lena Marsh>Then we leave it there. Good night from the harbour.
"""

SCRIPT = "<script>alert(1)</script>"

HOSTILE_ABOUT = f"""\
title: '{SCRIPT}"; drop table talks; --'
show: '<img src=x onerror=alert(2)>'
kind: conversation
date: '2020-02-30'
url: 'javascript:alert(3)'
media_url: 'javascript:alert(4)'
description: '</p></main><b>bold</b> {{{{ 7*7 }}}} {{% raw %}}'
tags: ['<i>tag</i>']
"""

HOSTILE = json.dumps(
    {
        "version": "1.0.0",
        "segments": [
            {"speaker": speaker, "startTime": start, "endTime": start + 9, "body": body}
            for start, (speaker, body) in enumerate(
                [
                    (
                        "Robert <b>Tables</b>",
                        '<script>alert("said")</script> is what the student typed into the form, and nobody noticed it for a week.',
                    ),
                    (
                        "O'Malley & Sons",
                        """My name has an apostrophe, and every second form in this country breaks on it. A form that cannot take a name should not ask for one. "><svg onload=alert(5)> was the next thing that came in.""",
                    ),
                    (
                        "Robert <b>Tables</b>",
                        "'); DROP TABLE passages; -- came after that, and the database was gone before lunch.",
                    ),
                ]
            )
        ],
    }
)

FILES = {
    "paper-trails-12.txt": PODCAST,
    "catalogue.md": POST,
    "night-shift.vtt": CAPTIONS,
    "night-shift.vtt.yml": CAPTIONS_ABOUT,
    "hostile.json": HOSTILE,
    "hostile.json.yml": HOSTILE_ABOUT,
}


def plug_in(encoder: HashingEncoder) -> None:
    """Register the plugin, as Datasette does where it is installed, and an encoder for it."""
    if not pm.is_registered(kb.web):
        pm.register(kb.web, name="verbatim")
    models.ENCODERS.add(encoder)


def made(folder: Path, encoder: HashingEncoder) -> Path:
    """Return a knowledge base of these talks, made in an empty folder."""
    files = folder / "talks"
    files.mkdir()
    for name, text in FILES.items():
        (files / name).write_text(text, "utf-8")
    path = folder / "kb.db"
    with closing(store.open_database(path)) as db:
        report = build.ingest(db, [files], encoder=lambda: encoder, workers=1)
        db.conn.execute("pragma wal_checkpoint(truncate)")
    assert report.failed == []
    return path
