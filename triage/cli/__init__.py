"""Names the commands and their flags, calls one use case each, and is the only place that handles errors."""
