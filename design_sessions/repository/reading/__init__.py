"""Reading files, as a commit or a checkout has them."""
