"""Signatures in OpenSSH's format (SSHSIG, as `ssh-keygen -Y sign` writes them), by Ed25519 keys only.

The format is OpenSSH's PROTOCOL.sshsig. What is signed begins with a mark and a namespace, so a signature for one use
is never valid for another, and none can be a signature that a key made to log in.
"""

import base64
import binascii
import hashlib
import re
import struct

from content.records import Record

KEY_TYPE = "ssh-ed25519"
BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
END = b"\n-----END SSH SIGNATURE-----\n"

_MARK = b"SSHSIG"
_VERSION = 1
_HASHES = ("sha256", "sha512")
_LENGTH = struct.Struct(">I")
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_KEY_TYPE_IN_WORDS = re.compile(r"[a-z0-9@.-]{1,60}")


class PublicKey(Record, frozen=True, kw_only=True):
    """An Ed25519 public key."""

    raw: bytes

    @property
    def fingerprint(self) -> str:
        """The fingerprint, as `ssh-keygen -l` prints it."""
        digest = hashlib.sha256(_packed(KEY_TYPE.encode()) + _packed(self.raw)).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


class SshSignature(Record, frozen=True, kw_only=True):
    """A signature, and what it says of itself."""

    key: PublicKey
    namespace: str
    hash_name: str
    raw: bytes


def public_key(line: str) -> PublicKey:
    """Parse a line such as `ssh-ed25519 AAAA... comment`, without options.

    Raises:
        ValueError: If it is no such line; the text says why.
    """
    words = line.split()
    if words and words[0] != KEY_TYPE and _KEY_TYPE_IN_WORDS.fullmatch(words[0]) and len(words) > 1:
        raise ValueError(f"its type is {words[0]} and not {KEY_TYPE}")
    if len(words) < 2 or words[0] != KEY_TYPE:
        raise ValueError(f"it is not a public key such as '{KEY_TYPE} AAAA... name'")
    return _public_key(_decoded(words[1].encode()))


def signature_in(armored: bytes) -> SshSignature:
    """Parse a signature between its BEGIN and END lines.

    Raises:
        ValueError: If it is damaged, or by another type of key; the text says why.
    """
    if not (armored.startswith(BEGIN) and armored.endswith(END)):
        raise ValueError("the signature is cut off")
    data = _decoded(armored[len(BEGIN) : -len(END)].replace(b"\n", b""))
    if not data.startswith(_MARK):
        raise ValueError("the signature is not an SSH signature")
    version, rest = data[len(_MARK) :][: _LENGTH.size], data[len(_MARK) + _LENGTH.size :]
    if version != _LENGTH.pack(_VERSION):
        raise ValueError("the signature is of another version")
    key, namespace, reserved, hash_name, signature = _strings(rest, 5)
    kind, raw = _strings(signature, 2)
    found = SshSignature(key=_public_key(key), namespace=_ascii(namespace), hash_name=_ascii(hash_name), raw=raw)
    is_known = found.hash_name in _HASHES and kind == KEY_TYPE.encode() and len(raw) == _SIGNATURE_BYTES
    if reserved or not is_known:
        raise ValueError("the signature is of an unknown kind")
    return found


def is_valid(signature: SshSignature, message: bytes, namespace: str) -> bool:
    """Whether the key in the signature signed the message for this use."""
    if signature.namespace != namespace:
        return False
    # Loaded only where a signature is verified: nothing else at the start needs it.
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    digest = hashlib.new(signature.hash_name, message).digest()
    parts = (namespace.encode(), b"", signature.hash_name.encode(), digest)
    try:
        Ed25519PublicKey.from_public_bytes(signature.key.raw).verify(
            signature.raw, _MARK + b"".join(_packed(part) for part in parts)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _public_key(data: bytes) -> PublicKey:
    kind, rest = _first_string(data)
    if kind != KEY_TYPE.encode():
        raise ValueError(f"the type of its key is {_in_words(kind)} and not {KEY_TYPE}")
    (raw,) = _strings(rest, 1)
    if len(raw) != _KEY_BYTES:
        raise ValueError("its key is damaged")
    return PublicKey(raw=raw)


def _in_words(kind: bytes) -> str:
    name = kind.decode("ascii", "replace")
    return name if _KEY_TYPE_IN_WORDS.fullmatch(name) else "unknown"


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it is not valid base64") from error


def _ascii(data: bytes) -> str:
    return data.decode("ascii")


def _packed(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + data


def _strings(data: bytes, count: int) -> list[bytes]:
    """Exactly so many strings, each after its length."""
    found: list[bytes] = []
    for _ in range(count):
        string, data = _first_string(data)
        found.append(string)
    if data:
        raise ValueError("it is too long")
    return found


def _first_string(data: bytes) -> tuple[bytes, bytes]:
    """The first string, and what comes after it."""
    size = data[: _LENGTH.size]
    if len(size) < _LENGTH.size:
        raise ValueError("it is cut off")
    end = _LENGTH.size + _LENGTH.unpack(size)[0]
    if len(data) < end:
        raise ValueError("it is cut off")
    return data[_LENGTH.size : end], data[end:]
