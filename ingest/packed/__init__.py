"""Files that hold files: zip archives, and what of a Word document or an e-book is its text.

Bytes in, bytes or text out; `zips` does the opening for all of them, within limits.
"""

from __future__ import annotations

from ingest.packed.zips import Kind, Member, Refusal, Unpacked, is_zip, kind_of, unpack

__all__ = ["Kind", "Member", "Refusal", "Unpacked", "is_zip", "kind_of", "unpack"]
