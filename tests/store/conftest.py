"""What the tests of the store share."""

from pathlib import Path

import pytest

from store.cases import CaseStore
from tests.builders import a_case, a_draft


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that is not made yet."""
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> CaseStore:
    return CaseStore(data)


@pytest.fixture
def drafted(store: CaseStore) -> CaseStore:
    """A store whose one case has a draft."""
    store.create(a_case())
    store.start_draft(a_draft())
    return store
