"""What several commands share: steps that read, ask or keep, in the order in which a command takes them.

Belongs here: a step that at least two commands take. Does not: a whole command (a file of its own beside this folder),
a decision (``core``), or drawing on the screen (``cli``).
"""
