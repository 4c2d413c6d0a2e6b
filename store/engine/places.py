"""The choice of the storage engine for an address."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.engine.archive_file import FileName
    from store.engine.protocol import Engine


def engine_at(place: "FileName", *, was_there: bool = False) -> "Engine":
    """The engine for an address: the file engine, for the data directory with this name.

    Args:
        place: The address.
        was_there: Whether the store existed before; then it is never created again.
    """
    # Imported here, so that the program starts without loading an engine.
    from store.engine.files.engine import FileEngine  # noqa: PLC0415

    return FileEngine(Path(place), was_there=was_there)


def prepare(place: "FileName") -> None:
    """Do what `Engine.prepare` does, without loading the engine.

    Raises:
        StoreError: If the store cannot be prepared.
    """
    from store.engine.files.layout import Layout  # noqa: PLC0415

    Layout(Path(place)).make()
