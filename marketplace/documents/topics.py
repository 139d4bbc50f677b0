"""Topics that documents record."""

from typing import Final

from marketplace.events.topics import declare

DOCUMENT_STORED: Final = declare(
    "document.stored", "kind", "sha256", "media_type", "size", "subject_kind", "subject_id", "replaces"
)
