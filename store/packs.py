"""Packs as files: reading their folder, signing it, and verifying it before it is used.

Modules that hash and sign are imported in the functions that need them: most starts read a pack without a signature.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from content.errors import PackSignatureError
from store.engine import pack_folder
from store.engine.pack_folder import PackFolder

if TYPE_CHECKING:
    from store.crypto.pack_signature import FileList, TrustedKeys
    from store.engine.archive_file import FileName


def read(folder: "FileName", names: Collection[str]) -> PackFolder:
    """Read the files of a pack with these names, and its signature file; raises what `read_pack_folder` raises."""
    return pack_folder.read_pack_folder(folder, names)


def write_new(folder: "FileName", texts: Mapping[str, str]) -> None:
    """Make the folder of a new pack, and write its files; raises what `write_new_folder` raises."""
    pack_folder.write_new_folder(folder, texts)


def trusted_keys(file: str) -> "TrustedKeys":
    """The keys in a file that may sign packs.

    Raises:
        PackKeyError: If the file cannot be used.
    """
    from store.crypto import pack_signature

    return pack_signature.trusted_keys(pack_folder.read_trusted_keys(file), file)


def sign(folder: "FileName", files: Mapping[str, bytes], key: "FileName", *, pack: str, version: str) -> "FileList":
    """Sign files that were read from a folder, and write the signature file there.

    Args:
        folder: The folder of the pack.
        files: Its files, as they were read.
        key: The file of an Ed25519 private key, as `ssh-keygen` makes it.
        pack: The id of the pack.
        version: Its version.

    Returns:
        The list that was signed.

    Raises:
        PackKeyError: If the key cannot sign.
        StoreError: If the signature file cannot be written.
    """
    from store.crypto import pack_signature
    from store.engine import ssh_keygen

    listed = pack_signature.file_list(pack, version, ssh_keygen.fingerprint(key), files)
    message = pack_signature.canonical(listed)
    signature = message + ssh_keygen.sign(key, message, pack_signature.NAMESPACE)
    verify(files, signature, None)
    pack_folder.write_signature(folder, signature)
    return listed


def verify(files: Mapping[str, bytes], signature: bytes | None, trusted: "TrustedKeys | None") -> "FileList":
    """Verify the files of a pack, and return the list that was signed.

    Args:
        files: The files of the pack.
        signature: Its signature file, or None if it has none.
        trusted: The keys that may sign packs; with None, any key may.

    Raises:
        PackSignatureError: If the pack is not signed, a file is not as it was signed, or the signature is damaged,
            not valid or by another key.
    """
    if signature is None:
        raise PackSignatureError(f"the pack is not signed: it has no {pack_folder.SIGNATURE_FILE}")
    from store.crypto import pack_signature

    return pack_signature.verified(files, signature, trusted)


def alteration(files: Mapping[str, bytes], signature: bytes) -> str:
    """Say how a signed pack differs from the list in its signature file; empty if it does not.

    The signature itself is not verified, so that this loads no cryptography: it finds accidents, not attacks.
    """
    from store.crypto import pack_signature

    try:
        listed = pack_signature.listed_in(signature)
    except PackSignatureError as error:
        return str(error)
    found = pack_signature.difference(files, listed)
    return pack_signature.altered_message(found, listed) if found else ""


def altered_version(files: Mapping[str, bytes], signature: bytes) -> str:
    """The version of a pack that was signed, if its files were changed since; empty if they were not.

    The signature itself is not verified; a damaged signature file gives an empty text.
    """
    from store.crypto import pack_signature

    try:
        listed = pack_signature.listed_in(signature)
    except PackSignatureError:
        return ""
    return listed.version if pack_signature.difference(files, listed) else ""
