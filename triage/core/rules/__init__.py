"""What a ruleset means, and whether it is right.

Belongs here: the frozen values of a rules file (questions, criteria, gates, task types), the names and units of the
measures that it may use, its one condition language, the checks between its parts, and a ruleset in words.
Does not: a request or its answers, any computation on columns, or reading YAML (``adapters.rules``).
"""
