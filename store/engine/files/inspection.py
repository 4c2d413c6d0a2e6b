"""Inspection of a data directory: access rights, owners, links, missing folders, foreign files and leftovers."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from store.engine import names
from store.engine.files import disk, leftovers, probe
from store.engine.files.layout import Layout, interrupted_restore_message
from store.engine.files.quarantine import quarantined
from store.engine.protocol import Finding
from store.engine.system_errors import not_read
from store.errors import StoreMissingError

_LEFTOVER = "an interrupted save left it; it is deleted when Fourfold is next started"
_MISSING = "it is missing; an empty one is made when Fourfold is next started"
_FOREIGN = "it is not a file of Fourfold, and is not read: find out who put it there, and move it away"
_TRIAL = "a 'doctor' that was cut short left it: delete it"
_UNMOVED = "a move into quarantine that was cut short left it: delete it"
_LOCKS = (".lock", ".lease", ".holder")
_NOT_OWNED = "it belongs to another account: give it to the one that runs Fourfold"


def inspect(layout: Layout) -> Iterator[Finding]:
    """The problems of the files and folders in a data directory, without decoding them.

    Raises:
        StoreMissingError: If there is no such directory.
        StoreUnreadableError: If it cannot be read.
    """
    if not disk.is_folder(layout.directory):
        raise StoreMissingError(str(layout.directory))
    # The path of the data directory itself may be a link.
    real = Path(os.path.realpath(layout.directory))
    yield from _unfit(real, real.name)
    if disk.is_there(layout.restoring):
        yield Finding(name=layout.restoring.name, says=interrupted_restore_message(layout.directory))
    for path in leftovers.left_over(layout):
        yield Finding(name=_name(path, layout), says=_LEFTOVER)
    yield from _directory(layout)
    yield from _folders(layout)
    for path in _entries(layout.locks):
        yield from _entry(path, layout, is_known=path.suffix in _LOCKS)
    for path in _entries(layout.cases):
        yield from _entry(path, layout, is_known=names.case_of_file(path.name) is not None)
    for path in _entries(layout.audit):
        yield from _entry(path, layout, is_known=names.month_of_file(path.name) is not None)
    for path in _entries(layout.backups):
        yield from _entry(path, layout, is_known=names.is_backup(path.name))
    yield from _reserve(layout)
    yield from _quarantine(layout)


def _directory(layout: Layout) -> Iterator[Finding]:
    """The problems of the entries of the data directory, except its folders."""
    own = {layout.restoring.name, *(folder.name for folder in layout.folders)}
    files = (
        layout.accounts,
        layout.accounts_copy,
        layout.backup_key,
        layout.faults,
        layout.index,
        layout.restored,
    )
    known = {path.name for path in files}
    for path in _entries(layout.directory):
        if path.name.startswith(probe.TRIAL):
            yield Finding(name=path.name, says=_TRIAL)
        elif path.name not in own:
            yield from _entry(path, layout, is_known=path.name in known)


def _folders(layout: Layout) -> Iterator[Finding]:
    for folder in layout.folders:
        if disk.is_there(folder):
            yield from _unfit(folder, folder.name)
        else:
            yield Finding(name=folder.name, says=_MISSING)


def _reserve(layout: Layout) -> Iterator[Finding]:
    for path in _entries(layout.reserve):
        is_known = path == layout.reserve_room or names.case_of_reserved(path.name) is not None
        yield from _entry(path, layout, is_known=is_known)


def _quarantine(layout: Layout) -> Iterator[Finding]:
    kept = {each.name for each in quarantined(layout.quarantine)}
    known = kept | {names.reason_name(name) for name in kept}
    for path in _entries(layout.quarantine):
        if path.name not in known and names.beside_typed(path.name) not in known:
            is_reason = names.case_of_quarantined(path.name) is not None
            yield Finding(name=_name(path, layout), says=_UNMOVED if is_reason else _FOREIGN)
        elif not path.is_symlink():
            yield from _unfit(path, _name(path, layout))


def _entry(path: Path, layout: Layout, *, is_known: bool) -> Iterator[Finding]:
    if is_known:
        yield from _unfit(path, _name(path, layout))
    elif not leftovers.is_leftover(path, layout):
        yield Finding(name=_name(path, layout), says=_FOREIGN)


def _unfit(path: Path, name: str) -> Iterator[Finding]:
    """The problem of access to a file or folder: a link, open to others, or owned by another account."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise not_read(path.name, error) from error
    if stat.S_ISLNK(state.st_mode):
        yield Finding(name=name, says=disk.link_message(path))
    elif state.st_mode & disk.OTHERS:
        yield Finding(name=name, says=disk.exposed_message(path, state.st_mode))
    elif state.st_uid != os.geteuid():
        yield Finding(name=name, says=_NOT_OWNED)


def _name(path: Path, layout: Layout) -> str:
    return str(path.relative_to(layout.directory))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise not_read(folder.name, error) from error
