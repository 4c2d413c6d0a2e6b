"""A TinyDB storage whose file is whole at every moment, and is never mistaken for an empty one."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Protocol

import msgspec
import tinydb

from store.engine import files
from store.errors import SealedError, StoreDamagedError, StoreRefusedError

Tables = dict[str, dict[str, Any]]
"""What a TinyDB database holds: documents by number, by table."""

SEALED_MARK = b"\x00FOURFOLD"
"""How a sealed file begins, which no plain one does."""

_decoder = msgspec.json.Decoder(Tables)
_raw_decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


class Codec(Protocol):
    """How the bytes of a file are sealed and opened again."""

    def encode(self, data: bytes) -> bytes:
        """The bytes to put on the disk."""

    def decode(self, data: bytes) -> bytes:
        """The bytes that were given to `encode`.

        Raises:
            ValueError: If these bytes did not come from `encode`, which makes the file a damaged one.
            StoreError: If they may be sound and only cannot be opened now.
        """


CodecFor = Callable[[str], Codec]
"""The codec of a file, by the reference of its case, or by the name of what else it is."""


class _Plain:
    def encode(self, data: bytes) -> bytes:
        return data

    def decode(self, data: bytes) -> bytes:
        # Sound, though it says nothing without a key: it must not be taken for a damaged one and moved aside.
        if data.startswith(SEALED_MARK):
            raise SealedError
        return data


PLAIN: Codec = _Plain()
"""The codec that seals nothing."""


class CaseStorage(tinydb.Storage):
    """TinyDB's tables in one JSON file, each write of which is durable and seen whole or not at all.

    Documents of the tables named in `carrying` are not taken apart: they are `msgspec.Raw`, and go back byte by byte.
    Such a table can be added to and not queried.

    A write refuses what would not read back the same, unless `is_checked` says that every document was made by
    `store.documents`, which checks the same of the domain values.
    """

    def __init__(
        self, path: Path | str, codec: Codec = PLAIN, *, carrying: Collection[str] = (), is_checked: bool = False
    ) -> None:
        self._path = Path(path)
        self._codec = codec
        self._carrying = carrying
        self._is_checked = is_checked

    def read(self) -> Tables | None:
        """The tables, or nothing if there is no file yet.

        Raises:
            StoreDamagedError: If there is a file and it does not hold tables.
            StoreUnreadableError: If the system refuses.
        """
        sealed = files.read_whole(self._path)
        if sealed is None:
            return None
        if not sealed:
            raise StoreDamagedError(self._path.name, "it is empty")
        try:
            return self._decoded(self._codec.decode(sealed))
        except (ValueError, RecursionError) as error:
            raise StoreDamagedError(self._path.name, str(error)) from error

    def write(self, data: Tables) -> None:
        """Keep the tables, durably.

        Raises:
            TypeError: If something in them would not read back as it is, and they are not said to be checked; the file
                is untouched.
            StoreRefusedError: If a text in them is not Unicode; the file is untouched.
            StoreFullError: If there is no room; the file is untouched.
            StoreUnwritableError: If the system refuses.
        """
        try:
            encoded = msgspec.json.encode(data if self._is_checked else _checked(data))
        except UnicodeEncodeError as error:
            raise StoreRefusedError("Nothing was stored: the text holds half a character.") from error
        files.replace_durably(self._path, self._codec.encode(encoded))

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
    # msgspec writes a set as a list and a NaN as null; what is recorded must not change on its way to the disk.
    if msgspec.json.decode(encoded) != document:
        raise TypeError("not all of this can be kept as JSON and read back the same")
    return msgspec.Raw(encoded)
