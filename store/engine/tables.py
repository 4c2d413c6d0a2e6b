"""TinyDB tables stored as JSON in a blob."""

from collections.abc import Collection
from typing import Any

import msgspec
import tinydb

from store.engine.codec import PLAIN, Codec
from store.engine.protocol import Blob
from store.errors import StoreDamagedError, StoreRefusedError

Tables = dict[str, dict[str, Any]]
"""The content of a TinyDB database: documents by number, by table."""

_decoder = msgspec.json.Decoder(Tables)
_raw_decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


class BlobStorage(tinydb.Storage):
    """A TinyDB storage in one blob, as JSON; each write is durable and atomic.

    Documents of the tables named in `carrying` are not decoded: they are `msgspec.Raw`, and are written back byte for
    byte. Such tables can be added to but not queried.

    A write refuses documents that would not read back equal. With `is_checked`, it does not check: the documents were
    made by `store.cases.mapping`, which has checked them.
    """

    def __init__(
        self, blob: Blob, codec: Codec = PLAIN, *, carrying: Collection[str] = (), is_checked: bool = False
    ) -> None:
        self._blob = blob
        self._codec = codec
        self._carrying = carrying
        self._is_checked = is_checked

    def read(self) -> Tables | None:
        """The tables, or None if nothing is stored yet.

        Raises:
            StoreDamagedError: If the stored bytes cannot be decoded as tables.
            StoreUnreadableError: If the system refuses.
        """
        sealed = self._blob.read()
        if sealed is None:
            return None
        if not sealed:
            raise StoreDamagedError(self._blob.name, "it is empty")
        try:
            return self._decoded(self._codec.decode(sealed))
        except (ValueError, RecursionError) as error:
            raise StoreDamagedError(self._blob.name, str(error)) from error

    def write(self, data: Tables) -> None:
        """Store the tables durably.

        Raises:
            TypeError: If a document would not read back equal, unless `is_checked`; nothing is changed.
            StoreRefusedError: If a text in them is not Unicode; nothing is changed.
            StoreFullError: If there is no room; nothing is changed.
            StoreUnwritableError: If the system refuses.
        """
        try:
            encoded = msgspec.json.encode(data if self._is_checked else _checked(data))
        except UnicodeEncodeError as error:
            raise StoreRefusedError("Nothing was stored: the text holds half a character.") from error
        self._blob.write(self._codec.encode(encoded))

    def _decoded(self, data: bytes) -> Tables:
        if not self._carrying:
            return _decoder.decode(data)
        tables = _raw_decoder.decode(data)
        return {
            name: dict(table)
            if name in self._carrying
            else {number: msgspec.json.decode(document) for number, document in table.items()}
            for name, table in tables.items()
        }


def _checked(data: Tables) -> dict[str, dict[str, msgspec.Raw]]:
    return {name: {number: _encoded(document) for number, document in table.items()} for name, table in data.items()}


def _encoded(document: object) -> msgspec.Raw:
    if isinstance(document, msgspec.Raw):
        return document
    encoded = msgspec.json.encode(document)
    # msgspec writes a set as a list and a NaN as null.
    if msgspec.json.decode(encoded) != document:
        raise TypeError("not all of this can be kept as JSON and read back the same")
    return msgspec.Raw(encoded)
