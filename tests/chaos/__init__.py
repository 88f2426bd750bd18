"""Whole sessions while everything around them is killed: see ``python -m tests.chaos --help``."""
