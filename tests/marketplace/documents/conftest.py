from pathlib import Path

import pytest


@pytest.fixture
def documents_dir(settings) -> Path:
    """Give the folder in which the files of this test stand."""
    return settings.DOCUMENTS_DIR
