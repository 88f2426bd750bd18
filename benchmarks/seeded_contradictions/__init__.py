"""Contradictions made on purpose in consistent documents, and how many the checks find."""
