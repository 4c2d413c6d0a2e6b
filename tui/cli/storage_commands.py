"""Looking after what is remembered: verify, backup, backups and restore, in plain text."""

import datetime as dt
import os
from pathlib import Path

from content.text import one_line
from store.audit.log import AuditLog
from store.backup import register
from store.backup.archive import back_up
from store.backup.restoring import restore as put_back
from store.cases.journal import Recorder
from store.cases.repository import plain
from store.diagnostics.verification import verify as look_through
from store.engine.case_storage import CodecFor
from store.engine.layout import Layout, is_case_id
from store.errors import StoreError
from tui.messages import backup_messages
from tui.messages.output import DONE, WANTING, printed, refused
from tui.session.client_origin import client_origin, syslog_copy
from tui.session.settings import utc_now


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
        made = back_up(directory, archive, now, record=lambda: _recorder(directory).add("back-up"))
    except StoreError as error:
        return refused(str(error))
    printed([one_line(f"{archive}: {_counted(made.cases, 'case')} in {_counted(made.files, 'file')}.")])
    if made.plain:
        files = "1 file of a case in it is" if made.plain == 1 else f"{made.plain:,} files of cases in it are"
        refused(f"{files} not sealed: whoever opens the archive can read them")
    for each in made.left_out:
        refused(f"not in the back-up: {each.name}: {each.says}")
    return WANTING if made.left_out else 0


def backups(directory: Path, case: str | None, forget: str | None) -> int:
    """Print the back-ups on record, or those that hold a case, a line each; or take a destroyed one off the record.

    Returns:
        The exit status: 1 if not all of the register can be read, or nothing was taken off it.
    """
    try:
        return _forgotten(directory, Path(forget)) if forget else _listed(directory, case)
    except StoreError as error:
        return refused(str(error))


def _listed(directory: Path, case: str | None) -> int:
    case = case and case.strip().upper()
    if case and not is_case_id(case):
        return refused(f"'{case}' is no case's reference, such as 7K4Q-M2XT")
    found = register.holding(Layout(directory), case)
    printed([*backup_messages.lines(found), backup_messages.brief(found, case), backup_messages.UNKNOWN])
    not_read = backup_messages.not_read(found)
    return refused(not_read) if not_read else DONE


def _forgotten(directory: Path, archive: Path) -> int:
    layout = Layout(directory)
    found = register.gone(layout, archive)
    _recorder(directory).add("back-up", "forgotten")
    for each in found:
        register.unregister(layout, each)
    return printed([one_line(f"{found[0].path}: no longer on record.")])


def restore(directory: Path, archive: Path) -> int:
    """Put an archive back into an empty data directory.

    Returns:
        The exit status: 1 if nothing was restored.
    """
    try:
        count = put_back(archive, directory, record=lambda staged: _recorder(staged).add("restore"))
    except StoreError as error:
        return refused(str(error))
    return printed([one_line(f"{directory}: {_counted(count, 'file')} restored.")])


def _recorder(directory: Path) -> Recorder:
    """Records what is done here, where nobody signs in."""
    place = client_origin(os.environ)
    log = AuditLog(directory, copy=syslog_copy(os.environ))
    return Recorder(log, "", address=place.address, terminal=place.terminal, now=utc_now)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
