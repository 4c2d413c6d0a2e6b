"""The wheel: what is in it, and that it runs its own packages whatever else is on the path."""

import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.packaging.programs import PACKAGES, output_of, shows_its_first_screen

CHECKOUT = Path(__file__).parents[2]
VERSION = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
PRINT_SITE_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, installed from the wheel outside the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    # A folder that a .pth file adds has its own .pth files ignored: the dependencies are found, the checkout is not.
    site_packages = Path(subprocess.check_output([python, "-c", PRINT_SITE_PACKAGES], text=True).strip())
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--python", python, "install", "--no-index", "--no-deps", wheel],
        check=True,
    )
    return folder / "bin" / "fourfold"


def test_the_wheel_puts_two_names_on_the_path(wheel: Path) -> None:
    names = {Path(name).parts[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert names == {"fourfold.py", "fourfold_app", f"fourfold-{VERSION}.dist-info"}


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    files = {
        f"fourfold_app/{path.relative_to(CHECKOUT)}"
        for package in PACKAGES
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    names = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("fourfold_app/")}

    assert names == files
    assert any(name.endswith(".tcss") for name in names)
    assert "fourfold_app/content/data/bexley/guide.toml" in names


def test_the_wheel_has_the_licence(wheel: Path) -> None:
    licence = zipfile.ZipFile(wheel).read(f"fourfold-{VERSION}.dist-info/licenses/LICENSE")

    assert licence == (CHECKOUT / "LICENSE").read_bytes()


def test_the_installed_program_prints_its_version_beside_packages_of_the_same_names(
    program: Path, decoys: Path
) -> None:
    assert output_of(program, "--version", decoys=decoys) == f"fourfold {VERSION}\n"


def test_the_installed_program_prints_the_guide_beside_packages_of_the_same_names(program: Path, decoys: Path) -> None:
    assert "Fixated" in output_of(program, "guide", decoys=decoys)


def test_the_installed_program_shows_its_first_screen_beside_packages_of_the_same_names(
    program: Path, decoys: Path, tmp_path: Path
) -> None:
    shows_its_first_screen(program, tmp_path / "data", decoys=decoys)


def test_printing_the_version_does_not_import_textual() -> None:
    program = "import sys, fourfold; fourfold.main(); sys.exit('textual' in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (0, f"fourfold {VERSION}\n")
