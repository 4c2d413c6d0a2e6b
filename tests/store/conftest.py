"""What the tests of the store share."""

from pathlib import Path

import pytest

from store.cases import CaseStore


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that is not made yet."""
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> CaseStore:
    return CaseStore(data)
