"""The check of a pack in a folder, and of its signature."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from content.errors import PackError
from content.pack.checking.report import Report, check_files
from content.pack.reading.loader import FILES
from store import packs
from tui.use_cases import pack_signing


class FolderCheck(NamedTuple):
    """What the check of a folder found."""

    report: Report
    signature: str
    """How the pack is signed; empty if the signature is refused."""

    refusal: str
    """Why the signature is refused; empty if it is not."""

    others: tuple[str, ...]
    """The names in the folder that are not files of a pack."""


def check_folder(folder: Path, keys: str | None, today: dt.date, *, is_part_of_program: bool) -> FolderCheck:
    """Check the pack in a folder, and its signature.

    Args:
        folder: The folder.
        keys: The file of trusted keys, or None if no signature is demanded.
        today: The day by which dates are in the past or in the future.
        is_part_of_program: Whether the pack was installed with the program.

    Raises:
        PackError: If the folder or a file cannot be read.
    """
    read = packs.read(folder, FILES)
    signed = packs.altered_version(read.files, read.signature) if read.signature is not None else ""
    report = check_files(read.files, today, signed_version=signed)
    try:
        status, refusal = pack_signing.signature_status(read, keys, is_part_of_program=is_part_of_program), ""
    except PackError as error:
        status, refusal = "", str(error)
    return FolderCheck(report, status, refusal, read.others)
