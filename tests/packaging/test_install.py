"""`make install` and `make sbom`, run as a deployer runs them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.programs import output_of, shows_its_first_screen

pytestmark = pytest.mark.install

CHECKOUT = Path(__file__).parents[2]
RUNTIME_LOCK = CHECKOUT / "requirements-runtime.lock"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program was installed, with a umask that would hide its files from other accounts."""
    folder = tmp_path_factory.mktemp("prefix")
    assert os.umask(0o077) == 0o077
    make("install", f"PREFIX={folder}", f"DIST={tmp_path_factory.mktemp('dist')}")
    return folder


def test_it_installs_only_what_runs(prefix: Path) -> None:
    names = {path.name.split("-")[0] for path in site_packages(prefix).glob("*.dist-info")}

    assert {normal(name) for name in names} == {"fourfold", *locked()}


def test_every_account_can_read_what_is_installed(prefix: Path) -> None:
    installed = [path for folder in ("bin", "lib") for path in (prefix / folder, *(prefix / folder).rglob("*"))]

    hidden = [path for path in installed if not path.is_symlink() and not is_readable_by_all(path)]

    assert hidden == []


def test_what_is_installed_runs_nothing_from_pythonpath(prefix: Path, decoys: Path, tmp_path: Path) -> None:
    for name in ("fourfold", "textual", "argparse"):
        (decoys / f"{name}.py").write_text(f"raise SystemExit('the decoy {name} was imported')\n")
    program = prefix / "bin" / "fourfold"

    assert output_of(program, "--version", decoys=decoys).startswith("fourfold ")
    assert "Fixated" in output_of(program, "guide", decoys=decoys)
    shows_its_first_screen(program, tmp_path / "data", decoys=decoys)


def test_installing_again_replaces_what_was_installed(prefix: Path, tmp_path: Path) -> None:
    left = site_packages(prefix) / "left_from_before.py"
    left.touch()

    make("install", f"PREFIX={prefix}", f"DIST={tmp_path}")

    assert not left.exists()
    assert (prefix / "bin" / "fourfold").exists()


def test_the_list_of_parts_names_what_runs_and_is_the_same_each_time(tmp_path: Path) -> None:
    written = []
    for name in ("first", "second"):
        make("sbom", f"DIST={tmp_path / name}")
        written.append((tmp_path / name / "fourfold.cdx.json").read_bytes())

    parts = json.loads(written[0])
    assert written[0] == written[1]
    assert parts["metadata"]["component"]["name"] == "fourfold"
    assert {part["name"]: part["version"] for part in parts["components"]} == locked()


def make(*words: str) -> None:
    """Run make with the environment that this test runs in; what a calling make passes on is left out."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    subprocess.run(
        ["make", "--silent", *words, f"VENV={sys.prefix}", f"PYTHON={sys.executable}"],  # noqa: S607 # the caller's make
        cwd=CHECKOUT,
        env=environment,
        check=True,
    )


def is_readable_by_all(path: Path) -> bool:
    needed = 0o555 if path.is_dir() else 0o444
    return path.stat().st_mode & needed == needed


def site_packages(prefix: Path) -> Path:
    (folder,) = (prefix / "lib" / "fourfold" / "lib").glob("python*/site-packages")
    return folder


def locked() -> dict[str, str]:
    """The packages of the runtime lock, each with its version."""
    return dict(re.findall(r"^([^=\s]+)==(\S+)", RUNTIME_LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
