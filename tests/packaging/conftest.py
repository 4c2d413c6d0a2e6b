"""What the tests of an installation share: folders on the path that must not be used."""

from pathlib import Path

import pytest

from tests.packaging.programs import PACKAGES


@pytest.fixture
def decoys(tmp_path: Path) -> Path:
    """A folder with packages that have the names of the program's own, and that end the program when imported."""
    folder = tmp_path / "decoys"
    for name in PACKAGES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(f"raise SystemExit('the decoy {name} was imported')\n")
    return folder
