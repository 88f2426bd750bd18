"""Running git: its command, environment, streams and errors."""
