"""Sealed files: AES-256-GCM under the data key, each bound to its name, so that none can replace another.

A sealed file consists of a mark, the format number, the key id, a nonce, and the ciphertext with its tag. The tag
covers all of these and the name that the file is sealed for. The schema is part of the plaintext. Sealing does not
detect that a file was replaced by an older sealed version of itself.

Random 96-bit nonces are safe for 2**32 writes under one key (NIST SP 800-38D, 8.3). Ten people who each save five times
a second, eight hours a day on 250 days a year, reach that after more than eleven years.
"""

import contextlib
import secrets

from store.crypto.keys import KEY_ID_BYTES, NONCE_BYTES, DataKey
from store.engine.codec import SEALED_MARK, Codec, CodecFor
from store.engine.protocol import Engine
from store.errors import KeyLockedError, NotSealedError, SealedError, StoreError, StoreNewerError, WrongKeyError

FORMAT = b"\x01"
_KEY_ID_AT = len(SEALED_MARK) + len(FORMAT)
_NONCE_AT = _KEY_ID_AT + KEY_ID_BYTES
_SEALED_AT = _NONCE_AT + NONCE_BYTES
_TAG_BYTES = 16


def sealing(key: DataKey) -> CodecFor:
    """The sealing codecs under a key, by the name that a file is sealed for, such as the reference of a case."""

    def codec_for(name: str) -> Codec:
        return _Sealed(key, name)

    return codec_for


def codecs_without_key(key_id: bytes | None) -> CodecFor:
    """The codecs for use without a key, which tell sealed files from others.

    Args:
        key_id: The id of the data key, to tell files that were sealed with another; None if it is not known.
    """

    def codec_for(_name: str) -> Codec:
        return _Unopened(key_id)

    return codec_for


def is_sealed(data: bytes) -> bool:
    """Whether the bytes of a file start with the mark of sealed files."""
    return data.startswith(SEALED_MARK)


def holds_sealed(engine: Engine) -> bool:
    """Whether any stored case is sealed; a case that cannot be read does not count."""
    for case in engine.case_ids():
        with contextlib.suppress(StoreError):
            if is_sealed(engine.case(case).read() or b""):
                return True
    return False


class _Sealed:
    """Encrypts and decrypts one file."""

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
        _check(data, key_id)
        try:
            return cipher.decrypt(data[_NONCE_AT:_SEALED_AT], data[_SEALED_AT:], data[:_NONCE_AT] + self._name)
        except InvalidTag as error:
            raise ValueError("it was changed after it was sealed, or is another file") from error


class _Unopened:
    """Opens no file; its errors say whether a file is sealed."""

    def __init__(self, key_id: bytes | None) -> None:
        self._key_id = key_id

    def encode(self, data: bytes) -> bytes:  # noqa: ARG002 # the signature of Codec
        raise KeyLockedError

    def decode(self, data: bytes) -> bytes:
        _check(data, self._key_id)
        raise SealedError


def _check(data: bytes, key_id: bytes | None) -> None:
    """Raise ValueError for a damaged file, which is quarantined, and StoreError for one that cannot be opened."""
    _refuse_plain(data)
    if data[len(SEALED_MARK) : _KEY_ID_AT] > FORMAT:
        raise StoreNewerError("This file was sealed by a newer version of Fourfold, and is left as it is.")
    if len(data) < _SEALED_AT + _TAG_BYTES:
        raise ValueError("it is cut short")
    if key_id is not None and data[_KEY_ID_AT:_NONCE_AT] != key_id:
        raise WrongKeyError


def _refuse_plain(data: bytes) -> None:
    if is_sealed(data):
        return
    if data.lstrip()[:1] == b"{":
        raise NotSealedError
    raise ValueError("it is neither sealed nor a plain case")
