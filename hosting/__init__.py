"""Processes: the embedded Temporal server, connections, workers, logging and process exit."""
