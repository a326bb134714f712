"""Rules files: which one counts, what it may hold, and patches to it.

Belongs here: where the ruleset comes from, the shape that its values must have, its JSON Schema, and a proposed change
of it. Does not: reading YAML and its places (``files``), or what a rule means and whether it is right (``core.rules``).
"""
