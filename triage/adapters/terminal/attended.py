"""Whether a person can be asked; apart from the prompt itself, which takes long to load."""

import sys


def is_attended() -> bool:
    """Whether there is a person at a terminal to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()
