"""The embedded engine: SQLite FTS5 in a file of its own, disposable, on local disk."""
