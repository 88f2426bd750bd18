"""How commands show things to people and programs."""
