"""Keeping talks in one SQLite file, and finding, showing and quoting what was said."""
