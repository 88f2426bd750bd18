"""What commands ask of the Temporal server: starting, deciding, looking for trouble."""
