"""Which session, component, context or repository an argument means."""
