"""What tells that JSON is damaged; apart from the reader of values, which a listing does not load."""

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What JSON of another shape than expected raises, wherever it is read."""
