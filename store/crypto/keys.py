"""The data key, its wrapping under passphrases and the recovery code, and key derivation."""

import contextlib
import hmac
import secrets
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec

from content.access.accounts import Account
from content.records import Record
from store.errors import KeyLockedError, MemoryShortError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
KEY_ID_BYTES = 8
NONCE_BYTES = 12
SALT_BYTES = 16


class Cost(Record, frozen=True, kw_only=True):
    """The Argon2id parameters of key derivation; bounded, so that a forged file cannot exhaust the memory."""

    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=2**20)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=64)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)]


COST = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
"""The second recommended option of RFC 9106, for machines with limited memory; about 0.2 s."""


class WrappedKey(Record, frozen=True, kw_only=True):
    """The data key encrypted under a key derived from a secret, with the parameters of the derivation."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


class DataKey:
    """The data key in memory: empty while nobody is signed in or the screen is locked. Thread-safe.

    `drop` overwrites the one copy of the key. Traces can remain in memory: Python may have copied the bytes before, and
    the typed passphrase is Python text, which cannot be overwritten.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = bytearray()
        self._key_id = b""
        self._opened_by: Account | None = None

    @property
    def opened_by(self) -> Account:
        """The account that opened the key, as it was stored then.

        Raises:
            KeyLockedError: If no key is held, or no account opened it.
        """
        account = self._opened_by
        if account is None:
            raise KeyLockedError
        return account

    @property
    def is_held(self) -> bool:
        """Whether a key is held."""
        return bool(self._key)

    def take(self, key: bytearray, key_id: bytes, opened_by: Account | None = None) -> None:
        """Hold a key, and take ownership of its bytes."""
        with self._lock:
            self._wipe()
            self._key, self._key_id, self._opened_by = key, key_id, opened_by

    @contextlib.contextmanager
    def taken(self, key: bytearray, key_id: bytes, opened_by: Account) -> Iterator[None]:
        """Hold a key, and drop it again if the block raises."""
        self.take(key, key_id, opened_by)
        try:
            yield
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Overwrite the key; from now on, its use raises KeyLockedError."""
        with self._lock:
            self._wipe()

    def cipher(self) -> "tuple[AESGCM, bytes]":
        """A cipher under the key, for one use, and the id of the key.

        Raises:
            KeyLockedError: If the key is not held.
        """
        # Imported here, so that the program starts without loading it.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        with self._lock:
            if not self._key:
                raise KeyLockedError
            return AESGCM(self._key), self._key_id

    def wrapped(self, secret: str, bound_to: str, cost: Cost) -> WrappedKey:
        """The key, wrapped under a secret. Key derivation takes about 0.2 s: call it in a thread.

        Args:
            secret: A passphrase, normalised, or a recovery code.
            bound_to: The purpose of the wrapped key; it unwraps for no other.
            cost: The cost of key derivation.

        Raises:
            KeyLockedError: If the key is not held.
        """
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        under = _derived(secret, salt, cost)
        with self._lock:
            if not self._key:
                raise KeyLockedError
            sealed = under.encrypt(nonce, self._key, bound_to.encode() + self._key_id)
        return WrappedKey(cost=cost, salt=salt, nonce=nonce, sealed=sealed)

    def derived(self, purpose: str) -> bytes:
        """A key derived from this one for one purpose, from which this one cannot be worked out.

        Raises:
            KeyLockedError: If the key is not held.
        """
        with self._lock:
            if not self._key:
                raise KeyLockedError
            return hmac.digest(self._key, b"fourfold " + purpose.encode(), "sha256")

    def mac(self, purpose: str, data: bytes) -> bytes:
        """The HMAC-SHA256 of data under a key derived for one purpose.

        Raises:
            KeyLockedError: If the key is not held.
        """
        return hmac.digest(self.derived(purpose), data, "sha256")

    def _wipe(self) -> None:
        self._key[:] = bytes(len(self._key))
        self._key, self._key_id, self._opened_by = bytearray(), b"", None


def new_key() -> tuple[bytearray, bytes]:
    """A new random data key, and a random id for it."""
    return bytearray(secrets.token_bytes(KEY_BYTES)), secrets.token_bytes(KEY_ID_BYTES)


def unwrapped(wrapped: WrappedKey, secret: str, bound_to: str, key_id: bytes) -> bytearray | None:
    """The data key, or None if the secret is wrong. Key derivation takes about 0.2 s.

    Args:
        wrapped: The wrapped key.
        secret: A passphrase, normalised, or a recovery code.
        bound_to: The purpose that it was wrapped for.
        key_id: The id of the data key.

    Raises:
        MemoryShortError: If there is not enough memory.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    key = bytearray(KEY_BYTES)
    try:
        _derived(secret, wrapped.salt, wrapped.cost).decrypt_into(
            wrapped.nonce, wrapped.sealed, bound_to.encode() + key_id, key
        )
    except (InvalidTag, ValueError):
        # ValueError: a wrapped key of another length, which is as forged as one with a wrong tag.
        return None
    return key


def equalise_time(secret: str, cost: Cost) -> None:
    """Run key derivation for its duration only, so that timing does not reveal that there is no wrapped key."""
    _derived(secret, secrets.token_bytes(SALT_BYTES), cost)


def _derived(secret: str, salt: bytes, cost: Cost) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    key = bytearray(KEY_BYTES)
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    try:
        derivation.derive_into(secret.encode(errors="surrogatepass"), key)
    except MemoryError as error:
        raise MemoryShortError from error
    under = AESGCM(key)
    key[:] = bytes(KEY_BYTES)
    return under


def new_event_id() -> str:
    """A new random id for an event of the audit log."""
    return secrets.token_hex(8)
