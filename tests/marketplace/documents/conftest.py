from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path) -> Path:
    """Keep files of a test in a folder of its own."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR
