"""Looking after what is remembered: verify, backup and restore, in plain text."""

import datetime as dt
from pathlib import Path

from content.text import one_line
from store.archive import back_up
from store.cases import plain
from store.errors import StoreError
from store.restoring import restore as put_back
from store.storage import CodecFor
from store.verifying import verify as look_through
from tui.printing import WANTING, printed, refused


def verify(directory: Path, codec_for: CodecFor = plain) -> int:
    """Print each file of the data directory that is found wanting, a line each.

    Args:
        directory: The data directory.
        codec_for: Opens sealed cases; without it they are looked at from outside alone.

    Returns:
        The exit status: 1 if anything is found wanting.
    """
    try:
        found = look_through(directory, codec_for)
    except StoreError as error:
        return refused(str(error))
    cases = _counted(found.cases, "case")
    if not found.wanting:
        shut = f"; {found.shut} sealed and not looked into: name an account with --account" if found.shut else ""
        return printed([f"{cases}, {'nothing wanting' if shut else 'all sound'}{shut}."])
    printed([*(one_line(f"{each.name}: {each.says}") for each in found.wanting)])
    return refused(f"{cases}, and {_counted(len(found.wanting), 'thing')} to put right")


def backup(directory: Path, archive: Path, now: dt.datetime) -> int:
    """Write an archive of the data directory, and say how much it holds.

    Returns:
        The exit status: 1 if nothing was written, or not everything could be read.
    """
    try:
        made = back_up(directory, archive, now)
    except StoreError as error:
        return refused(str(error))
    printed([one_line(f"{archive}: {_counted(made.cases, 'case')} in {_counted(made.files, 'file')}.")])
    for each in made.left_out:
        refused(f"not in the back-up: {each.name}: {each.says}")
    return WANTING if made.left_out else 0


def restore(directory: Path, archive: Path) -> int:
    """Put an archive back into an empty data directory.

    Returns:
        The exit status: 1 if nothing was restored.
    """
    try:
        count = put_back(archive, directory)
    except StoreError as error:
        return refused(str(error))
    return printed([one_line(f"{directory}: {_counted(count, 'file')} restored.")])


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
