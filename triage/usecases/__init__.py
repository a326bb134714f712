"""One file for each command: what it reads, hands to the core, asks and keeps, and in which order.

Belongs here: the sequence of a command; it returns values or lines, reads the clock and makes the random generator.
Does not: a step that several commands take (``parts``), flags and printing (``cli``), a decision (``core``), or the
touch of a file, database or terminal itself (``adapters``).
"""
