"""Which engine stores a place."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.engine.archive_file import FileName
    from store.engine.protocol import Engine


def engine_at(place: "FileName") -> "Engine":
    """The engine of a place: that of files, for the data directory of this name."""
    # Loaded here, since starting does not need an engine, and a place needs only its own.
    from store.engine.files.engine import FileEngine  # noqa: PLC0415

    return FileEngine(Path(place))


def prepare(place: "FileName") -> None:
    """Make a place ready as `Engine.prepare` does, without loading the engine.

    Raises:
        StoreError: If it cannot be made ready.
    """
    from store.engine.files.layout import Layout  # noqa: PLC0415

    Layout(Path(place)).make()
