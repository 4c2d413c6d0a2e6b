"""Looking through a data directory for whatever is not as it should be; nothing is changed."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from content.case.model import CaseId
from content.records import Record
from store.backup import register
from store.cases import leftovers, quarantine
from store.cases.reading import stored_case
from store.cases.repository import plain
from store.crypto.sealing import unopened
from store.engine import files
from store.engine.case_storage import CodecFor
from store.engine.layout import BESIDE_THE_CASES, Layout, case_of_file, cut_short
from store.errors import CaseNotFoundError, SealedError, StoreDamagedError, StoreError, StoreUnreadableError


class Finding(Record, frozen=True, kw_only=True):
    """Something that is not as it should be."""

    name: str
    """The file or folder, from the data directory on."""

    says: str
    """What is wrong with it, in words that follow a colon."""

    is_shut: bool = False
    """Whether it is only sealed, and cannot be looked into without a key."""


class Verified(Record, frozen=True, kw_only=True):
    """What was found in a data directory."""

    cases: int
    """How many cases there are, sound or not."""

    wanting: tuple[Finding, ...]
    shut: int = 0
    """How many cases are sealed and were not looked into, for want of a key."""


def verify(directory: Path, codec_for: CodecFor | None = None) -> Verified:
    """Read every case and look at every file, while sessions may be saving.

    The index is looked at and not read: one that is garbled does no harm, and the next list writes it again.

    Args:
        directory: The data directory.
        codec_for: Opens the cases. Without it, plain cases are read where there are no accounts; where there are, a
            case must be sealed, and is looked at from outside only.

    Raises:
        StoreUnreadableError: If there is no such directory, or it cannot be read.
    """
    layout = Layout(directory)
    if not directory.is_dir():
        raise StoreUnreadableError(f"There is no data directory {directory}.")
    # The data directory itself may be named by a link.
    real = Path(os.path.realpath(directory))
    wanting = [*_unfit(real, real.name)]
    if os.path.lexists(layout.restoring):
        wanting.append(Finding(name=layout.restoring.name, says=cut_short(directory)))
    wanting += [_left_over(path, layout) for path in leftovers.left_over(layout)]
    wanting += _strangers(layout)
    for folder in layout.folders:
        if os.path.lexists(folder):
            wanting += _unfit(folder, folder.name)
        else:
            wanting.append(_missing(folder))
    wanting += [found for path in _entries(layout.locks) for found in _unfit(path, _name(path, layout))]
    cases = _entries(layout.cases)
    codec_for = codec_for or (unopened if os.path.lexists(layout.accounts) else plain)
    for path in cases:
        wanting += _of_case(path, layout, codec_for)
    wanting += _quarantined(layout)
    wanting += [found for path in _entries(layout.backups) for found in _registered(path, layout)]
    return Verified(
        cases=sum(case_of_file(path.name) is not None for path in cases),
        wanting=tuple(sorted((found for found in wanting if not found.is_shut), key=lambda found: found.name)),
        shut=sum(found.is_shut for found in wanting),
    )


def _of_case(path: Path, layout: Layout, codec_for: CodecFor) -> Iterator[Finding]:
    """What is wrong with an entry of the folder of the cases."""
    name, case = _name(path, layout), case_of_file(path.name)
    if case is None:
        if not leftovers.is_leftover(path, layout):
            yield _stranger(path, layout)
        return
    unfit = [*_unfit(path, name)]
    yield from unfit
    if unfit:
        return
    try:
        reason = _reason(path, case, codec_for)
    except SealedError as sealed:
        yield Finding(name=name, says=str(sealed), is_shut=True)
        return
    if reason:
        yield Finding(name=name, says=reason)


def _reason(path: Path, case: CaseId, codec_for: CodecFor) -> str:
    """Why a case cannot be read; empty where it can, and where it went meanwhile.

    Raises:
        SealedError: If it is sealed, and there is no key to look into it.
    """
    try:
        stored_case(path, codec_for(case), case)
    except CaseNotFoundError:
        return ""
    except SealedError:
        raise
    except StoreDamagedError as damage:
        return f"it is damaged ({damage.reason})"
    except StoreError as error:
        return str(error)
    return ""


def _strangers(layout: Layout) -> Iterator[Finding]:
    """What is wrong with the entries of the data directory itself, its folders left out."""
    own = {layout.restoring.name, *(folder.name for folder in layout.folders)}
    for path in _entries(layout.directory):
        if path.name in {layout.index.name, layout.faults.name, *BESIDE_THE_CASES}:
            yield from _unfit(path, path.name)
        elif path.name not in own and not leftovers.is_leftover(path, layout):
            yield _stranger(path, layout)


def _quarantined(layout: Layout) -> Iterator[Finding]:
    kept = quarantine.quarantined(layout.quarantine)
    for each in kept:
        name = f"{layout.quarantine.name}/{each.name}"
        yield Finding(name=name, says=f"case {each.case} was found damaged and moved here ({each.reason})")
    known = {each.name for each in kept} | {quarantine.reason_file(Path(each.name)).name for each in kept}
    for path in _entries(layout.quarantine):
        if path.name not in known:
            yield _stranger(path, layout)
        elif not path.is_symlink():
            yield from _unfit(path, _name(path, layout))


def _registered(path: Path, layout: Layout) -> Iterator[Finding]:
    """What is wrong with an entry of the register of back-ups."""
    if not register.is_registered(path.name):
        if not leftovers.is_leftover(path, layout):
            yield _stranger(path, layout)
        return
    unfit = [*_unfit(path, _name(path, layout))]
    yield from unfit
    if unfit:
        return
    try:
        register.read(path)
    except StoreDamagedError as damage:
        says = f"it is damaged ({damage.reason}), and which cases that back-up holds is not known"
        yield Finding(name=_name(path, layout), says=says)
    except StoreError as error:
        yield Finding(name=_name(path, layout), says=str(error))


def _unfit(path: Path, name: str) -> Iterator[Finding]:
    """What is wrong with a file or folder by its looks: a link, open to others, somebody else's, or no plain file."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise files.not_read(path, error) from error
    if stat.S_ISLNK(state.st_mode):
        yield Finding(name=name, says=files.link(path))
    elif state.st_mode & files.OTHERS:
        yield Finding(name=name, says=files.exposed(path, state.st_mode))
    elif state.st_uid != os.geteuid():
        yield Finding(name=name, says="it belongs to another account: give it to the one that runs Fourfold")


def _missing(folder: Path) -> Finding:
    return Finding(name=folder.name, says="it is missing; an empty one is made when Fourfold is next started")


def _left_over(path: Path, layout: Layout) -> Finding:
    return Finding(
        name=_name(path, layout), says="a save that was cut short left it; it goes when Fourfold is next started"
    )


def _stranger(path: Path, layout: Layout) -> Finding:
    return Finding(name=_name(path, layout), says="it is no file of Fourfold's, and is not read")


def _name(path: Path, layout: Layout) -> str:
    return str(path.relative_to(layout.directory))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise files.not_read(folder, error) from error
