"""Asking: what a person types is understood, answered, kept, and judged."""
