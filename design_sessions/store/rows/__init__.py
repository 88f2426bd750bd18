"""Rows of the tables as records and sums, each read through its scope."""
