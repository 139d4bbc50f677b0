"""Guard the log: a numbered row is never changed, none is deleted, and the head exists."""

from django.db import migrations

_MESSAGE = "events are append-only"

_SQLITE = [
    f"""
    CREATE TRIGGER events_event_no_update BEFORE UPDATE ON events_event WHEN OLD.position IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END;
    """,
    f"""
    CREATE TRIGGER events_event_no_rewrite BEFORE UPDATE ON events_event
    WHEN NEW.body IS NOT OLD.body OR NEW.topic IS NOT OLD.topic OR NEW.subject_id IS NOT OLD.subject_id
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END;
    """,
    f"""
    CREATE TRIGGER events_event_no_delete BEFORE DELETE ON events_event
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END;
    """,
]

_POSTGRESQL = [
    f"""
    CREATE FUNCTION events_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.position IS NOT NULL OR NEW.body IS DISTINCT FROM OLD.body
           OR NEW.topic IS DISTINCT FROM OLD.topic OR NEW.subject_id IS DISTINCT FROM OLD.subject_id THEN
            RAISE EXCEPTION '{_MESSAGE}';
        END IF;
        RETURN NEW;
    END $$;
    """,
    """
    CREATE TRIGGER events_event_guard BEFORE UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_event_guard();
    """,
]


def guard(apps, schema_editor):
    statements = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("no_update", "no_rewrite", "no_delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS events_event_{name}")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS events_event_guard ON events_event")
    schema_editor.execute("DROP FUNCTION IF EXISTS events_event_guard()")


def make_head(apps, schema_editor):
    apps.get_model("events", "EventHead").objects.get_or_create(pk=1, defaults={"hash": "0" * 64})


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(make_head, migrations.RunPython.noop),
    ]
