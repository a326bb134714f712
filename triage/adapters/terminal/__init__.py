"""The person at the terminal: what is drawn for them and what they are asked.

Belongs here: tables, lines, JSON on standard output, progress, and the prompt with its keys.
Does not: which question comes next (``core.interview``), or sentences (``pages.catalog``).
"""
