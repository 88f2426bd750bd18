"""Writing branches without a work tree: commits, pushes, names."""
