"""Activities: one module for each outside system; each calls the domain and translates errors."""
