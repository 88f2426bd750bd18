"""Activities: each calls one step of the domain, heartbeats, and translates its errors."""
