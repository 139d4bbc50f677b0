"""Load the working years that are known."""

from django.db import migrations

from marketplace.dated.working_years import load


def forwards(apps, schema_editor):
    load(apps.get_model("dated", "WorkingYear"))


class Migration(migrations.Migration):
    dependencies = [("dated", "0001_initial")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
