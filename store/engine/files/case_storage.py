"""A TinyDB storage in one file that is replaced atomically."""

from collections.abc import Collection
from pathlib import Path

from store.engine.codec import PLAIN, Codec
from store.engine.files.blob import FileBlob
from store.engine.tables import BlobStorage


class CaseStorage(BlobStorage):
    """A TinyDB storage in the JSON file at a path, with its lock file beside it."""

    def __init__(
        self, path: Path | str, codec: Codec = PLAIN, *, carrying: Collection[str] = (), is_checked: bool = False
    ) -> None:
        path = Path(path)
        blob = FileBlob(path, path.with_suffix(".lock"), path.name)
        super().__init__(blob, codec, carrying=carrying, is_checked=is_checked)
