"""Alembic's environment and the versions of the tables, run by ``store/migration.py``."""
