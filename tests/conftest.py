"""What every test shares."""

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def _private() -> None:
    """What a test puts into a data directory by itself is its owner's alone, as the store's own files are."""
    os.umask(0o077)
