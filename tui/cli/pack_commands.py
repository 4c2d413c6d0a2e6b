"""The commands that check and sign a pack."""

import datetime as dt
from pathlib import Path

from content.documents.plain_text import wrapped
from content.text import one_line
from tui.cli.pack_report import WIDTH, fault_count, report_lines
from tui.messages.output import printed, refused
from tui.session.settings import pack_folder
from tui.use_cases import pack_checking, pack_signing

_OTHERS_SHOWN = 5


def pack_check(directory: str | Path, keys: str | None, today: dt.date) -> int:
    """Check the pack in a folder and its signature, and print every fault and warning, and what it holds.

    Args:
        directory: The folder.
        keys: The file of the keys that may sign packs, or None if no signature is demanded.
        today: The day by which dates are in the past or in the future.

    Returns:
        The exit status; warnings alone do not change it.

    Raises:
        PackError: If the folder or a file in it cannot be read.
    """
    folder, is_part_of_program = pack_folder(directory)
    found = pack_checking.check_folder(folder, keys, today, is_part_of_program=is_part_of_program)
    _warn_of_others(found.others)
    status = printed(report_lines(found.report))
    if found.signature:
        printed(wrapped(one_line(f"signature: {found.signature}"), WIDTH, 0))
    else:
        status = refused(found.refusal)
    return refused(f"{folder} has {fault_count(found.report)}") if found.report.faults else status


def pack_sign(directory: Path, key: Path) -> int:
    """Sign the pack in a folder, and print what was signed.

    Returns:
        The exit status.

    Raises:
        PackError: If the pack would be refused, or the key cannot sign.
        StoreError: If the signature file cannot be written.
    """
    signed = pack_signing.sign_pack(directory, key)
    _warn_of_others(signed.others)
    listed = signed.listed
    said = f"{listed.pack}, version {listed.version}: {len(listed.hashes)} files signed with the key {listed.signer}"
    return printed(wrapped(one_line(said), WIDTH, 0))


def _warn_of_others(names: tuple[str, ...]) -> None:
    if names:
        shown = ", ".join(names[:_OTHERS_SHOWN]) + (
            f" and {len(names) - _OTHERS_SHOWN} more" if names[_OTHERS_SHOWN:] else ""
        )
        refused(f"in the folder, but no part of the pack, so neither read nor signed: {shown}")
