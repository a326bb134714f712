"""From requests to assessments, and how firm each one is.

Belongs here: the one batch path through the scorer, risk, close calls, what would change a verdict, and what depends on
the weights. Does not: sentences (``memo``), scoring itself (``scoring``), or anything that happens after a verdict.
"""
