"""How bytes leave the program: whole files, and the standard streams.

Belongs here: writing a file whole or not at all, and what becomes of output that cannot be written. Does not: what is
written (``pages``, ``register``, ``files``), or where a person's own things lie (``home``).
"""
