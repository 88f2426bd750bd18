"""Which documents of a repository describe a context, and what their paths and titles say."""
