"""What the pages read: SQL as named constants, each next to the typed function that runs it."""
