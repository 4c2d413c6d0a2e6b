"""Reading the folder of a pack and the file of trusted keys, and writing the pack's signature file."""

import errno
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content.errors import PackError, PackKeyError

if TYPE_CHECKING:
    from store.engine.archive_file import FileName

SIGNATURE_FILE = "pack.sig"
BESIDE = "pack.toml"
"""The file of every pack, whose permissions the signature file gets."""

LARGEST = 4 * 1024 * 1024
"""The maximum size of a file in bytes, many times that of a long checklist."""

# Non-blocking, because opening a named pipe in place of a file would otherwise wait for a writer.
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK


class PackFolder(NamedTuple):
    """The files of a pack, each read once."""

    files: Mapping[str, bytes]
    signature: bytes | None
    others: tuple[str, ...]
    """The names in the folder that are not files of a pack; they are not read."""


def read_pack_folder(place: "FileName", names: Collection[str]) -> PackFolder:
    """Read the files of a pack.

    Args:
        place: The folder.
        names: The names of a pack's files; those that do not exist are left out.

    Raises:
        PackError: If the folder or a file cannot be read, or a file is a link, not a plain file, or too large.
    """
    folder = Path(place)
    try:
        found = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        raise PackError(f"the pack {folder} cannot be read: {_in_words(error)}") from error
    files = {name: _read_plain(folder / name) for name in names if name in found}
    return PackFolder(
        files=files,
        signature=_read_plain(folder / SIGNATURE_FILE) if SIGNATURE_FILE in found else None,
        others=tuple(name for name in found if name not in names and name != SIGNATURE_FILE),
    )


def write_new_folder(place: "FileName", texts: Mapping[str, str]) -> None:
    """Make the folder of a new pack, and write its files; a folder that exists must be empty.

    Raises:
        PackError: If it exists and is not an empty folder, or something cannot be written; what was written is removed.
    """
    folder = Path(place)
    written: list[Path] = []
    is_new = False
    try:
        is_new = _make_folder(folder)
        for name, text in texts.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                written.append(folder / name)
                file.write(text)
    except (OSError, ValueError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        reason = _in_words(error) if isinstance(error, OSError) else str(error)
        raise PackError(f"the pack {folder} cannot be written: {reason}") from error


def read_trusted_keys(file: str) -> bytes:
    """Read the file of trusted keys; it may be a link.

    Raises:
        PackKeyError: If it cannot be read, is not a plain file or too large, or others than its owner can change it.
    """
    if not file:
        raise PackKeyError("the name of the file of trusted keys is empty")
    try:
        data, state = _read(Path(file), _READ)
    except (OSError, ValueError) as error:
        reason = _in_words(error) if isinstance(error, OSError) else str(error)
        raise PackKeyError(f"the trusted keys in {file} cannot be read: {reason}") from error
    if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PackKeyError(f"other accounts can change the trusted keys in {file}: correct that with 'chmod go-w'")
    return data


def write_signature(place: "FileName", data: bytes) -> None:
    """Write the signature file with the permissions of `pack.toml`, so that the same accounts can read it.

    Raises:
        StoreError: If it could not be written; the one before is unchanged.
        PackError: If its permissions could not be set.
    """
    # Signing is rare, and reading a pack must load little.
    from store.engine.files import disk  # noqa: PLC0415

    path = Path(place) / SIGNATURE_FILE
    disk.replace_durably(path, data)
    try:
        path.chmod(stat.S_IMODE(path.with_name(BESIDE).stat().st_mode) & 0o666)
    except OSError as error:
        raise PackError(f"{path.name}: its permissions could not be set: {_in_words(error)}") from error


def _make_folder(folder: Path) -> bool:
    """Make a folder with those above it, and return whether it is new.

    Raises:
        PackError: If it exists and is not an empty folder.
    """
    if folder.is_dir():
        if any(folder.iterdir()):
            raise PackError(f"{folder} is not empty: name a folder that does not exist yet, or an empty one")
        return False
    if os.path.lexists(folder):
        raise PackError(f"{folder} exists and is not a folder: choose another name")
    folder.mkdir(parents=True)
    return True


def _read_plain(path: Path) -> bytes:
    try:
        data, _ = _read(path, _READ | os.O_NOFOLLOW)
    except OSError as error:
        what = "it is a link" if error.errno == errno.ELOOP else _in_words(error)
        raise PackError(f"{path.name}: the file cannot be read: {what}") from error
    except ValueError as error:
        raise PackError(f"{path.name}: the file cannot be read: {error}") from error
    return data


def _read(path: Path, flags: int) -> tuple[bytes, os.stat_result]:
    """Read a plain file of a reasonable size, or raise ValueError with the reason."""
    with os.fdopen(os.open(path, flags), "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise ValueError("it is not a plain file")
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    return data, state


def _in_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else "the system gave no reason"
