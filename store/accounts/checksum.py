"""The checksum of the accounts file, which finds damage without a key."""

import hashlib
import re

from store.engine.codec import Codec

_HEAD = re.compile(rb'\{"checksum":\{"1":\{"sha256":"([0-9a-f]{64})"\}\},')


class _Checksummed:
    """Puts the SHA-256 of a JSON object into it, as its first table, so that it stays a database of TinyDB."""

    def encode(self, data: bytes) -> bytes:
        return b'{"checksum":{"1":{"sha256":"%b"}},' % _sum(data) + data[1:]

    def decode(self, data: bytes) -> bytes:
        head = _HEAD.match(data)
        if head is None:
            raise ValueError("its checksum is missing")
        rest = b"{" + data[head.end() :]
        if _sum(rest) != head[1]:
            raise ValueError("its checksum does not match")
        return rest


CHECKSUMMED: Codec = _Checksummed()
"""The codec of the accounts file."""


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
