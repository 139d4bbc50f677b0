from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.documents.files import hash_on_disk
from marketplace.documents.models import StoredFile


class Command(BaseCommand):
    help = "Read every stored file and name those that are missing or whose bytes no longer have their hash."

    def handle(self, *args: Any, **options: Any) -> None:
        whole, bad = 0, list[str]()
        for file in StoredFile.objects.order_by("pk").iterator():
            if not file.path.is_file():
                bad.append(f"{file.sha256}: missing")
            elif hash_on_disk(file.path) != file.sha256:
                bad.append(f"{file.sha256}: changed")
            else:
                whole += 1
        if bad:
            raise CommandError("\n".join([*bad, f"{whole} files are whole, {len(bad)} are not"]))
        self.stdout.write(f"{whole} files, all whole")
