"""
Tables that only grow: triggers on both databases that refuse to change or delete a row.

A migration takes ``append_only(table)`` as an operation. A migration that makes SQLite rebuild such a
table drops its triggers and has to take the operation again.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython


def append_only(table: str, *, unless: str = "") -> RunPython:
    """
    Give the operation that guards a table.

    :param unless: an SQL condition on OLD under which a row may still change; by default it never may.
    """

    def guard(_apps: Any, schema_editor: Any) -> None:
        for statement in _guards(table, unless, vendor=schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def unguard(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
            return
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_guard ON {table}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_guard()")

    return RunPython(guard, unguard)


def _guards(table: str, unless: str, *, vendor: str) -> list[str]:
    refused = f"NOT ({unless})" if unless else "1 = 1"
    message = f"rows of {table} are never changed"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        f"CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused} THEN RAISE EXCEPTION '{message}'; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
    )
    return [function, trigger]
