"""Making a pack of its files, or saying what is wrong with it in the words of its check."""

from collections.abc import Mapping
from pathlib import Path

from content.errors import PackError
from content.pack.checking.validation import checked_pack
from content.pack.model import Pack
from content.pack.reading.loader import decoded


def loaded_pack(files: Mapping[str, bytes], folder: Path) -> Pack:
    """Make a pack of its files, if it has no fault.

    Args:
        files: The bytes of the files, by file name.
        folder: The folder that they were read from, for the message.

    Raises:
        PackError: If the pack has a fault; the message is the first one of the check, and says how to see them all.
    """
    try:
        return checked_pack(decoded(files))
    except PackError as error:
        # Only a pack that is refused is read again, line by line, which takes longer.
        from content.pack.checking.report import check_files  # noqa: PLC0415

        faults = check_files(files).faults
        first = faults[0] if faults else error
        raise PackError(f"{first} (to see every fault: fourfold pack check {folder})") from error
