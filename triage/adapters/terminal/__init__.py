"""The person at the terminal: what is drawn for them and what they are asked.

Belongs here: tables, lines and values drawn on standard output, progress, and the prompt with its keys.
Does not: which question comes next (``core.interview``), sentences (``pages.catalog``), or the names and shape of what
is drawn (``pages``).
"""
