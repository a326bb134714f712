"""Rules files: found, read, checked for shape, and patched.

Belongs here: where the ruleset comes from, its shape with line and column for each mistake, and a proposed change of
it. Does not: what a rule means or whether it is right (``core.rules``), or other YAML (``files``).
"""
