"""The expected content of backups, for tests."""

import re
import zipfile
from pathlib import Path

from content.case.reference import CaseId

_CASE = re.compile(r"(?:cases|quarantine)/(.{4}-.{4})[.-]")


def carried(data: Path) -> dict[str, bytes]:
    """The files that a backup must hold, without the register: everything but what is only of this directory."""
    own = {"accounts.last.json", "backup.key", "index.json", "restored.json"}
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.name not in own and path.parent.name not in {"locks", "backups", "reserve"}
    }


def in_archive(archive: Path) -> set[CaseId]:
    """The cases in an archive, by the names of its parts, including those in quarantine."""
    with zipfile.ZipFile(archive) as opened:
        return {match[1] for name in opened.namelist() if (match := _CASE.match(name))}
