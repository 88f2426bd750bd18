"""What commands do with the Temporal server: start, decide, cancel, look for trouble."""
