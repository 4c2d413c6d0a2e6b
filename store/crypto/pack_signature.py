"""The signature file of a pack: the list of its files with their SHA-256, and an SSH signature of that list.

The list has one canonical form, and is signed as it stands in the file. Everything here takes bytes that were read
once, so what is verified is what the caller goes on to load.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping

from content.errors import PackKeyError, PackSignatureError
from content.records import Record
from store.crypto import ssh_signature
from store.crypto.ssh_signature import PublicKey, SshSignature
from store.engine.pack_folder import SIGNATURE_FILE

NAMESPACE = "fourfold-pack"
"""The use that the signature is valid for, part of what is signed."""

TrustedKeys = frozenset[PublicKey]

_TITLE = "Fourfold pack signature, format 1"
_LIST = re.compile(
    rf"{_TITLE}\n"
    r"Pack: (?P<pack>[^\x00-\x1f]{1,200})\n"
    r"Version: (?P<version>[^\x00-\x1f]{1,200})\n"
    r"Signed by: (?P<signer>SHA256:[A-Za-z0-9+/]{43})\n"
    r"(?P<files>(?:SHA-256 [0-9a-f]{64} [A-Za-z0-9._-]{1,100}\n)*)"
)


class FileList(Record, frozen=True, kw_only=True):
    """What is signed: which pack, by which key, and the hash of each file."""

    pack: str
    version: str
    signer: str
    """The fingerprint of the key."""

    hashes: Mapping[str, str]
    """The SHA-256 of each file in hexadecimal, by file name."""


def file_list(pack: str, version: str, signer: str, files: Mapping[str, bytes]) -> FileList:
    """The list of a pack's files, to be signed by the key with the fingerprint `signer`."""
    return FileList(pack=pack, version=version, signer=signer, hashes=_hashes(files))


def canonical(listed: FileList) -> bytes:
    """The bytes that are signed.

    Raises:
        PackSignatureError: If an entry of the list cannot be written on one line.
    """
    files = "".join(f"SHA-256 {digest} {name}\n" for name, digest in sorted(listed.hashes.items()))
    text = f"{_TITLE}\nPack: {listed.pack}\nVersion: {listed.version}\nSigned by: {listed.signer}\n{files}"
    if not _LIST.fullmatch(text):
        raise PackSignatureError("the id and the version of a signed pack have 1 to 200 characters on one line")
    return text.encode()


def listed_in(signature: bytes) -> FileList:
    """The list in a signature file; whether its signature is valid is not checked.

    Raises:
        PackSignatureError: If the file is damaged.
    """
    return _parsed(signature)[0]


def difference(files: Mapping[str, bytes], listed: FileList) -> str:
    """Name the files that are not as they were signed; empty if all are.

    Args:
        files: The files of the pack, without its signature file.
        listed: The files that were signed.
    """
    return ", ".join(_differences(_hashes(files), listed.hashes))


def verified(files: Mapping[str, bytes], signature: bytes, trusted: TrustedKeys | None) -> FileList:
    """Verify the files of a pack, and return the list that was signed.

    Args:
        files: The files of the pack, without its signature file.
        signature: The signature file.
        trusted: The keys that may sign packs; with None, any key may.

    Raises:
        PackSignatureError: If a file is not as it was signed, or the signature is damaged, not valid or by another key.
    """
    listed, message, signed = _parsed(signature)
    signer = signed.key.fingerprint
    if listed.signer != signer or not ssh_signature.is_valid(signed, message, NAMESPACE):
        raise PackSignatureError(
            f"{SIGNATURE_FILE} was changed, or is no signature of a pack: its signature is not valid"
        )
    if trusted is not None and signed.key not in trusted:
        raise PackSignatureError(f"the pack is signed with the key {signer}, which is not one of the trusted keys")
    if found := difference(files, listed):
        raise PackSignatureError(altered_message(found, listed))
    return listed


def altered_message(found: str, listed: FileList) -> str:
    """Say which files of a pack are not as they were signed."""
    return (
        f"the pack is not as it was signed ({SIGNATURE_FILE} is for {listed.pack}, version {listed.version}): {found}"
    )


def trusted_keys(data: bytes, name: str) -> TrustedKeys:
    """Parse a file of trusted keys: one OpenSSH public key a line, comments and empty lines.

    Raises:
        PackKeyError: If a line is not an Ed25519 key, or there is no key; the text names the file and the line.
    """
    keys: set[PublicKey] = set()
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                keys.add(ssh_signature.public_key(line))
            except ValueError as error:
                raise PackKeyError(f"line {number} of the trusted keys in {name} cannot be used: {error}") from error
    if not keys:
        raise PackKeyError(f"{name} names no key: a trusted key is a line such as 'ssh-ed25519 AAAA... name'")
    return frozenset(keys)


def _parsed(signature: bytes) -> tuple[FileList, bytes, SshSignature]:
    """The list, the bytes that were signed, and the signature."""
    message, begin, rest = signature.partition(ssh_signature.BEGIN)
    try:
        return _parsed_list(message), message, ssh_signature.signature_in(begin + rest)
    except ValueError as error:
        reason = "it is not text" if isinstance(error, UnicodeError) else error
        raise PackSignatureError(f"{SIGNATURE_FILE} is damaged ({reason}): the pack must be signed again") from error


def _parsed_list(message: bytes) -> FileList:
    match = _LIST.fullmatch(message.decode())
    if match is None:
        raise ValueError("the list of files is not valid")
    lines = (line.split(" ") for line in match["files"].splitlines())
    hashes = {name: digest for _, digest, name in lines}
    listed = FileList(pack=match["pack"], version=match["version"], signer=match["signer"], hashes=hashes)
    # A name that stands there twice, or another order.
    if canonical(listed) != message:
        raise ValueError("the list of files is not valid")
    return listed


def _hashes(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def _differences(found: Mapping[str, str], signed: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(found.keys() | signed.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in signed:
            yield f"{name} was added"
        elif found[name] != signed[name]:
            yield f"{name} was changed"
