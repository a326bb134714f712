"""The order of events: read, decide, write. Reads the clock and makes the random generator."""
