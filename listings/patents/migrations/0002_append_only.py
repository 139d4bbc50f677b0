"""Guard the legal facts: rows are only added."""

from django.db import migrations

from marketplace.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("patents", "0001_initial")]

    operations = [append_only("patents_legalfact")]
