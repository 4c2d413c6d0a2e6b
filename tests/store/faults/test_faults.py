"""On a failing machine, each refusal is one sentence, earlier saves are unchanged, and the next try succeeds."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import A_CASE_ID
from tests.store.faults import failing_disk
from tests.store.faults.forking import ROOT, Template

FILE = f"{A_CASE_ID}.json"
OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    with Template(failing_disk.__name__) as template:
        yield template


def lacking(what: str) -> None:
    """Skip a test for which the machine lacks something, except where skips are not allowed."""
    assert "CI" not in os.environ, f"this machine lacks {what}"
    pytest.skip(f"this machine lacks {what}")


def test_a_disk_that_fills_up_and_one_that_turns_read_only_lose_nothing(data: Path) -> None:
    trial = "mount -t tmpfs tmpfs /mnt"
    if not shutil.which("unshare") or subprocess.run([*OWN_MOUNTS, "sh", "-c", trial], check=False).returncode:
        lacking("mounts of one's own")
    command = [*OWN_MOUNTS, sys.executable, "-m", failing_disk.__name__, "fill_and_remount", str(data)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "No space left on device",
        f"StoreFullError: There is no room to write {FILE}; what was stored before is untouched.",
        "as saved",
        "saved",
        "as saved",
        f"StoreUnwritableError: {A_CASE_ID}.lock could not be written: read-only file system.",
        "as saved",
        "1",
        "saved",
        "as saved",
        f"['{FILE}']",
    ]


def test_a_lost_permission_is_reported_and_its_return_is_enough(template: Template) -> None:
    with tempfile.TemporaryDirectory() as folder:
        said, status = template.run("lose_permission", Path(folder) / "data")

    assert status == 0
    assert said == [
        f"StoreUnwritableError: {FILE} could not be written: permission denied.",
        "saved",
        "as saved",
        f"StoreUnwritableError: {A_CASE_ID}.lock could not be written: permission denied.",
        "saved",
        "as saved",
        f"StoreUnreadableError: {FILE} could not be read: permission denied.",
        "saved",
        "as saved",
    ]


def test_a_save_with_too_few_descriptors_is_reported_and_the_next_one_is_stored(template: Template, data: Path) -> None:
    said, status = template.run("run_out_of_descriptors", data)

    assert status == 0
    assert len(said) == 6 * 3
    refusals = [line for line in said[::3] if line != "saved"]
    assert len(refusals) >= 2
    assert {line.rpartition(": ")[2] for line in refusals} == {"too many open files."}
    assert {line.partition(": ")[0] for line in refusals} <= {"StoreUnwritableError", "StoreUnreadableError"}
    assert said[-3] == "saved"
    assert said[1::3] == ["saved"] * 6
    assert said[2::3] == ["as saved"] * 6


def test_a_list_without_descriptors_is_reported_and_quarantines_nothing(template: Template, data: Path) -> None:
    said, status = template.run("list_without_descriptors", data)

    assert status == 0
    assert said == [
        "StoreUnreadableError: cases could not be read: too many open files.",
        f"StoreUnreadableError: {FILE} could not be read: too many open files.",
        "1 listed, 0 in quarantine",
    ]
