"""The `verify`, `backup`, `backups` and `restore` commands."""

import argparse
import os
from pathlib import Path

from content.case.reference import parse_case_id
from content.text import one_line
from tui.cli.terminal_input import ask_secret
from tui.exit_codes import DONE, REFUSED
from tui.messages import backup_messages
from tui.messages.output import printed, refused
from tui.session.settings import chosen_store
from tui.use_cases import storage


def verify(given: argparse.Namespace) -> int:
    """Print the stored files that need attention, a line each.

    Returns:
        The exit status: 1 if there are any.

    Raises:
        StoreError: If there is no store, or it cannot be read.
    """
    store = chosen_store(given.data, os.environ)
    if given.account:
        found = storage.verify_as(store, given.account, ask_secret("Your passphrase: "))
    else:
        found = store.verify()
    cases = _counted(found.cases, "case")
    if not found.problems:
        shut = f"; {found.shut} sealed and not read: name an account with --account" if found.shut else ""
        return printed([f"{cases}, {'no problem found' if shut else 'all sound'}{shut}."])
    printed([*(one_line(f"{each.name}: {each.says}") for each in found.problems)])
    return refused(f"{cases}, and {_counted(len(found.problems), 'problem')}")


def backup(given: argparse.Namespace) -> int:
    """Write an archive, and print how much it holds.

    Returns:
        The exit status: 1 if not everything could be read.

    Raises:
        StoreError: If there is no archive.
    """
    made = chosen_store(given.data, os.environ).back_up(Path(given.file))
    printed([one_line(f"{given.file}: {_counted(made.cases, 'case')} in {_counted(made.files, 'file')}.")])
    if made.plain:
        files = "1 file of a case in it is" if made.plain == 1 else f"{made.plain:,} files of cases in it are"
        refused(f"{files} not sealed: anybody who opens the archive can read them")
    for each in made.left_out:
        refused(f"not in the backup: {each.name}: {each.says}")
    if not made.is_authenticated:
        refused("the backup is not authenticated: sign in once, and make another")
    return DONE if made.is_authenticated and not made.left_out else REFUSED


def backups(given: argparse.Namespace) -> int:
    """Print the backups on record, or those that hold a case; or remove a destroyed one from the register.

    Returns:
        The exit status: 1 if not all of the register can be read.

    Raises:
        StoreError: If the register cannot be read, or the backup cannot be removed from it.
    """
    store = chosen_store(given.data, os.environ)
    if given.forget:
        return printed([one_line(f"{store.forget_backup(Path(given.forget))}: no longer on record.")])
    case = given.case and parse_case_id(given.case)
    if given.case and not case:
        return refused(f"'{given.case.strip().upper()}' is not a case reference, such as 7K4Q-M2XT")
    found = store.backups(case)
    printed([*backup_messages.lines(found), backup_messages.brief(found, case), backup_messages.UNKNOWN])
    not_read = backup_messages.not_read(found)
    return refused(not_read) if not_read else DONE


def restore(given: argparse.Namespace) -> int:
    """Restore an archive into an empty data directory, and print what it lacks.

    Returns:
        The exit status: 1 if a case is missing, or anything else needs attention.

    Raises:
        StoreError: If nothing was restored.
    """
    store = chosen_store(given.data, os.environ)
    count, found = store.restore(Path(given.file))
    printed([one_line(f"{store.address}: {_counted(count, 'file')} restored.")])
    for each in found.problems:
        refused(one_line(f"{each.name}: {each.says}"))
    return REFUSED if found.problems else DONE


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
