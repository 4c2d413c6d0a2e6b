"""Authentication of archives under the data key.

A backup runs with nobody signed in, so the store keeps a key for it: derived from the data key, and in no archive.
Somebody who can change an archive, but cannot read the data directory, cannot make a manifest that passes. A restored
store notes what its archive gave, and the first sign-in, which has the data key, checks it.
"""

import hashlib
import hmac

import msgspec

from content.records import Record
from store.crypto.keys import DataKey
from store.engine.protocol import Engine
from store.errors import ArchiveForgedError, StoreDamagedError

_PURPOSE = "backups"


class RestoredFrom(Record, frozen=True, kw_only=True):
    """The archive that a store was restored from."""

    archive: str
    """The name of its file."""

    manifest: str
    """The SHA-256 of its manifest."""

    mac: str
    """The HMAC-SHA256 of that; empty if the archive has none."""


def keep_key(engine: Engine, key: DataKey) -> None:
    """Keep the key that authenticates archives, unless it is there.

    Raises:
        StoreError: If the system refuses; archives are not authenticated then.
        KeyLockedError: If the data key is not held.
    """
    derived = key.derived(_PURPOSE)
    if engine.backup_key.read() != derived:
        with engine.backup_key.locked():
            engine.backup_key.write(derived)


def mac_of(engine: Engine, manifest: bytes) -> str:
    """The authentication of a manifest, or an empty text if the store has no key for it yet.

    Raises:
        StoreError: If the key cannot be read.
    """
    key = engine.backup_key.read()
    return _mac(key, _digest(manifest)) if key else ""


def note_restored(engine: Engine, archive: str, manifest: bytes, mac: str) -> None:
    """Note the archive of a restored store, for the first sign-in to authenticate.

    Raises:
        StoreError: If the system refuses.
    """
    noted = RestoredFrom(archive=archive, manifest=_digest(manifest), mac=mac)
    engine.restored.write(msgspec.json.encode(noted))


def refuse_forged(engine: Engine, key: DataKey) -> bool:
    """Authenticate the archive that a store was restored from.

    Returns:
        Whether there was one, and it is authentic; it is noted no more then.

    Raises:
        ArchiveForgedError: If it is not.
        StoreError: If the system refuses.
    """
    noted = engine.restored.read()
    if noted is None:
        return False
    try:
        restored = msgspec.json.decode(noted, type=RestoredFrom)
    except ValueError as error:
        raise StoreDamagedError(engine.restored.name, str(error)) from error
    expected = _mac(key.derived(_PURPOSE), restored.manifest)
    if not hmac.compare_digest(restored.mac.encode(), expected.encode()):
        raise ArchiveForgedError(restored.archive, f"{engine.restored.name} in {engine.place}")
    with engine.restored.locked():
        engine.restored.delete()
    return True


def _digest(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()


def _mac(key: bytes, digest: str) -> str:
    return hmac.digest(key, digest.encode(), "sha256").hex()
