"""Decides and touches nothing: questions, scores, reasons, as values."""
