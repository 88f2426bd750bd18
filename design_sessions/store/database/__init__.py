"""Connections, transactions, tables and migrations, the same on SQLite and PostgreSQL."""
