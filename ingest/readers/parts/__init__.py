"""What readers share; nothing here is a reader.

- Text and Markdown: `front_matter`, `labels` (who speaks), `markup`, `paragraphs`, `trappings` (what
  transcribers' programs write around a talk).
- Captions: `lines`, `captions`, `caption_lines`, `caption_labels`, `inline`, `carry`, `rolling`.
- JSON: `positions` (strings that know their place), `outline` (of what is cut off), `words`.
- Web pages and XML: `tags`, `web_page`, `page_blocks`, `page_labels`.
- `trim`: cutting texts to size.
"""
