"""The pages of Temporal's Web UI: what it shows of a session and of one attempt."""
