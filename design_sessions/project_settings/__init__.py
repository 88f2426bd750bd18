"""What a project says about itself in ``context-design.toml`` at the root of its repository."""
