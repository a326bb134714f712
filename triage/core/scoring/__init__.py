"""From answers to points, scores and verdicts, on columns: one row for each thing to be scored.

Belongs here: the table, the measures computed on it, the only scoring function, and the rows tried for unknown
answers. Does not: loops over requests, or anything that explains, compares or rounds a result.
"""
