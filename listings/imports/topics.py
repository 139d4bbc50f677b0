"""Topics that imports record."""

from typing import Final

from marketplace.events.topics import declare

IMPORT_STAGED: Final = declare("import.staged", "rows", "file_sha256")
IMPORT_COMPLETED: Final = declare("import.completed", "new", "changed", "unchanged", "refused")
IMPORT_DISCARDED: Final = declare("import.discarded")
