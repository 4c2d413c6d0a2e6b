"""Signed packs: sign one, and decide whether one may be used."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content.pack.reading.loader import FILES
from store import packs
from tui.use_cases.pack_loading import loaded_pack

if TYPE_CHECKING:
    from store.crypto.pack_signature import FileList
    from store.engine.pack_folder import PackFolder

PART_OF_PROGRAM = "part of the program, so it needs no signature"


class UsablePack(NamedTuple):
    """The files of a pack that may be used."""

    files: Mapping[str, bytes]
    """The bytes of each file, by file name: exactly what was verified."""

    warning: str = ""
    """What is wrong with the pack's signature where none is demanded; empty if nothing is."""


class SignedPack(NamedTuple):
    """A pack that was just signed."""

    listed: "FileList"
    others: tuple[str, ...]
    """The names in its folder that are not files of a pack, so they are not signed."""


def usable_pack(folder: Path, keys: str | None, *, is_part_of_program: bool) -> UsablePack:
    """Read a pack to be used, and verify it if the deployer named trusted keys.

    Args:
        folder: The folder of the pack.
        keys: The file of trusted keys, or None if no signature is demanded.
        is_part_of_program: Whether the pack was installed with the program, and is trusted like its code.

    Raises:
        PackError: If it cannot be read, or is not signed as it must be.
    """
    read = packs.read(folder, FILES)
    warning = ""
    if not is_part_of_program and keys is not None:
        packs.verify(read.files, read.signature, packs.trusted_keys(keys))
    elif not is_part_of_program and read.signature is not None:
        warning = packs.alteration(read.files, read.signature)
    return UsablePack(read.files, warning)


def signature_status(read: "PackFolder", keys: str | None, *, is_part_of_program: bool) -> str:
    """Verify the signature of a pack, and say how it is signed.

    Raises:
        PackError: If the pack is not signed as it must be, or is not as it was signed.
    """
    if is_part_of_program:
        return PART_OF_PROGRAM
    if keys is None and read.signature is None:
        return "unsigned"
    listed = packs.verify(read.files, read.signature, None if keys is None else packs.trusted_keys(keys))
    trust = "which is trusted" if keys is not None else "which is not checked, since no trusted keys are named"
    return f"version {listed.version} signed with the key {listed.signer}, {trust}"


def sign_pack(folder: Path, key: Path) -> SignedPack:
    """Sign a pack that passes the check, and write its signature file.

    Raises:
        PackError: If the pack would be refused, or the key cannot sign.
        StoreError: If the signature file cannot be written.
    """
    read = packs.read(folder, FILES)
    pack = loaded_pack(read.files, folder)
    listed = packs.sign(folder, read.files, key, pack=pack.policy.id, version=pack.policy.version)
    return SignedPack(listed, read.others)
