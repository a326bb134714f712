"""Use cases: read, decide, write; they ask, but draw nothing. Reads the clock and makes the random generator."""
