"""Where a transcript reader should differ from a browser in the web-platform tests for WebVTT, and why.

One list for the test that holds it and for docs/formats.md, which is made from it.
"""

from __future__ import annotations

_KEPT = "a browser drops a caption whose times are damaged; its words are kept, without that time"
_ONE_DIGIT = "times with fewer or more digits are read, as Teams and others write them"
# Where the standard's captions are other than the text below each line with an arrow.
STANDARD = {
    "arrows": ["text0", "text1", "text2", "text3", "text4", "text5"],
    "nulls": ["text0", "text1", "\ufffdtext\ufffd2", "text3", "text4", "text5", "text6"],
    "signature-timings": [],
    "timings-60": ["text1", "text2"],
    "timings-eof": [],
    "timings-garbage": [],
    "timings-too-long": ["text0", "text1"],
    "timings-too-short": ["text0", "text1"],
    "whitespace-chars": ["text0", "text1", "text2"],
}
DIFFERENT = {
    "nulls": _KEPT,
    "timings-60": _KEPT,
    "timings-garbage": _KEPT,
    "timings-too-long": f"{_ONE_DIGIT}; {_KEPT}",
    "timings-too-short": f"{_ONE_DIGIT}; {_KEPT}",
    "whitespace-chars": _KEPT,
}
FILES = (
    "arrows header-garbage header-space header-tab header-timings ids newlines nulls regions-id "
    "regions-lines regions-old regions-regionanchor regions-scroll regions-viewportanchor "
    "settings-align settings-line settings-multiple settings-position settings-region "
    "settings-size settings-vertical signature-bom signature-no-newline "
    "signature-space-no-newline signature-space signature-tab-no-newline signature-tab "
    "signature-timings stylesheets timings-60 timings-eof timings-garbage timings-negative "
    "timings-omitted-hours timings-too-long timings-too-short whitespace-chars"
).split()
# (file, number of the caption): what is read instead, and why
DIFFERENT_CUES = {
    ("entities", 9): ("", "a caption of nothing but a no-break space has no words"),
    ("entities", 16): ("", "a caption of nothing but a space has no words"),
    ("entities", 17): ("", "a caption of nothing but a space has no words"),
}
KEPT_AFTER = {
    "text": (["text2"], "words after an empty line inside a caption are kept, without times"),
}
