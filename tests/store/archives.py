"""What a back-up is to carry."""

from pathlib import Path


def carried(data: Path) -> dict[str, bytes]:
    """What a back-up is to carry: everything but the index and the locks."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.name != "index.json" and path.parent.name != "locks"
    }
