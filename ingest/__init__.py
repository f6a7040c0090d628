"""Reading talk: a file's bytes in, an `Analysis` out. No database, no clock, no global state."""
