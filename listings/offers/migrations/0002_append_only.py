"""Guard signatures, public documents, and terms from their signature on."""

from django.db import migrations

from marketplace.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial")]

    operations = [
        append_only("offers_termssignature"),
        append_only("offers_listingdocument"),
        append_only(
            "offers_licenseterms",
            unless="NOT EXISTS (SELECT 1 FROM offers_termssignature WHERE terms_id = OLD.id)",
        ),
    ]
