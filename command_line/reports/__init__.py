"""How things are shown to people and programs."""
