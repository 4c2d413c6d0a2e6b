"""Sealed files: AES-256-GCM under the data key, each bound to what it is, so that none can stand in for another.

A sealed file is its mark, the number of its format, the id of its key, a nonce, and what was sealed with its tag. The
tag covers all of these and the name that the file is sealed for. The schema of what is stored stands inside. What it
does not tell is an older sealed state of the same file put back in its place.

A fresh random nonce of 96 bits stays safe for four thousand million writes under one key (NIST SP 800-38D, 8.3), which
is ten people saving five times in each second of every working day for more than eighty years.
"""

import contextlib
import secrets
from pathlib import Path

from store.crypto.keys import KEY_ID_BYTES, NONCE_BYTES, DataKey
from store.engine import files
from store.engine.case_storage import SEALED_MARK, Codec, CodecFor
from store.errors import KeyLockedError, NotSealedError, OtherKeyError, SealedError, StoreError, StoreNewerError

FORMAT = b"\x01"
_KEY_ID_AT = len(SEALED_MARK) + len(FORMAT)
_NONCE_AT = _KEY_ID_AT + KEY_ID_BYTES
_SEALED_AT = _NONCE_AT + NONCE_BYTES


def sealing(key: DataKey) -> CodecFor:
    """The codec of every file, by the name that it is sealed for: a case's reference, or what else there is."""

    def codec_for(name: str) -> Codec:
        return _Sealed(key, name)

    return codec_for


def unopened(_name: str) -> Codec:
    """The codec that tells sealed files from others and opens none, for where there is no key."""
    return _Unopened()


def is_sealed(data: bytes) -> bool:
    """Whether a file's bytes say that they are sealed."""
    return data.startswith(SEALED_MARK)


def holds_sealed(folder: Path) -> bool:
    """Whether any case's file in a folder is sealed; one that cannot be read says nothing."""
    for path in folder.glob("*.json"):
        with contextlib.suppress(StoreError):
            if is_sealed(files.read_start(path, len(SEALED_MARK)) or b""):
                return True
    return False


class _Sealed:
    """Seals one file."""

    def __init__(self, key: DataKey, name: str) -> None:
        self._key = key
        self._name = name.encode()

    def encode(self, data: bytes) -> bytes:
        cipher, key_id = self._key.cipher()
        header = SEALED_MARK + FORMAT + key_id
        nonce = secrets.token_bytes(NONCE_BYTES)
        return header + nonce + cipher.encrypt(nonce, data, header + self._name)

    def decode(self, data: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        cipher, key_id = self._key.cipher()
        self._check(data, key_id)
        try:
            return cipher.decrypt(data[_NONCE_AT:_SEALED_AT], data[_SEALED_AT:], data[:_NONCE_AT] + self._name)
        except InvalidTag as error:
            raise ValueError("it was changed after it was sealed, or is another file") from error

    def _check(self, data: bytes, key_id: bytes) -> None:
        """Tell what cannot be opened from what is damaged, which alone is moved aside."""
        _refuse_plain(data)
        if data[len(SEALED_MARK) : _KEY_ID_AT] > FORMAT:
            raise StoreNewerError("This file was sealed by a newer version of Fourfold, and is left as it is.")
        if len(data) < _SEALED_AT:
            raise ValueError("it is cut short")
        if data[_KEY_ID_AT:_NONCE_AT] != key_id:
            raise OtherKeyError


class _Unopened:
    """Opens no file."""

    def encode(self, data: bytes) -> bytes:  # noqa: ARG002 # as every codec is called
        raise KeyLockedError

    def decode(self, data: bytes) -> bytes:
        _refuse_plain(data)
        raise SealedError


def _refuse_plain(data: bytes) -> None:
    if is_sealed(data):
        return
    if data.lstrip()[:1] == b"{":
        raise NotSealedError
    raise ValueError("it is neither sealed nor a plain case")
