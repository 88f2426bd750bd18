"""What a person means by an argument: which session, component, context, repository."""
