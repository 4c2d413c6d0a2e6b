"""Codecs, which encrypt and decrypt the bytes of blobs."""

from collections.abc import Callable
from typing import Protocol

from store.errors import SealedError

SEALED_MARK = b"\x00FOURFOLD"
"""The first bytes of every sealed blob, and of no plain one."""


class Codec(Protocol):
    """Encrypts and decrypts the bytes of one blob."""

    def encode(self, data: bytes) -> bytes:
        """The bytes to store."""

    def decode(self, data: bytes) -> bytes:
        """The bytes that were passed to `encode`.

        Raises:
            ValueError: If `encode` did not make these bytes: the blob is damaged.
            StoreError: If they cannot be decrypted now, but may be undamaged.
        """


CodecFor = Callable[[str], Codec]
"""Returns the codec of a blob, given the reference of its case or another name."""


class _Plain:
    def encode(self, data: bytes) -> bytes:
        return data

    def decode(self, data: bytes) -> bytes:
        # Not a ValueError: sealed bytes are not damaged, and must not be moved into quarantine.
        if data.startswith(SEALED_MARK):
            raise SealedError
        return data


PLAIN: Codec = _Plain()
"""The codec that stores bytes unchanged."""


def plain(_name: str) -> Codec:
    """The `CodecFor` of a store without encryption."""
    return PLAIN
