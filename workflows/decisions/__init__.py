"""People's decisions: how they arrive, what they do to a session, and which can be made now."""
