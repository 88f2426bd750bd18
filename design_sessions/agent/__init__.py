"""The agent: what it is told, what it may read, and how it hands in its work.

Nothing here calls a model: the endpoint is in :mod:`design_sessions.endpoint`, and
:mod:`design_sessions.turns` takes a turn from one to the other.
"""
