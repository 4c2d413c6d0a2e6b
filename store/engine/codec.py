"""Codecs: how the bytes of a blob are sealed and opened."""

from collections.abc import Callable
from typing import Protocol

from store.errors import SealedError

SEALED_MARK = b"\x00FOURFOLD"
"""The first bytes of everything that is sealed, and of nothing that is plain."""


class Codec(Protocol):
    """Seals the bytes of one blob and opens them again."""

    def encode(self, data: bytes) -> bytes:
        """The bytes to store."""

    def decode(self, data: bytes) -> bytes:
        """The bytes that were given to `encode`.

        Raises:
            ValueError: If these bytes did not come from `encode`: the blob is damaged.
            StoreError: If they may be sound but cannot be opened now.
        """


CodecFor = Callable[[str], Codec]
"""The codec of a blob, by the reference of its case or by another name."""


class _Plain:
    def encode(self, data: bytes) -> bytes:
        return data

    def decode(self, data: bytes) -> bytes:
        # Sealed bytes are not damaged, only unreadable without a key: they must not be moved into quarantine.
        if data.startswith(SEALED_MARK):
            raise SealedError
        return data


PLAIN: Codec = _Plain()
"""The codec that seals nothing."""


def plain(_name: str) -> Codec:
    """Seals no blob."""
    return PLAIN
