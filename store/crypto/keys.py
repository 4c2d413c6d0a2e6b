"""Keys: the one data key, wrapped for each account and for the recovery code, and held only while somebody works."""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec

from content.access.accounts import Account
from content.records import Record
from store.errors import KeyLockedError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
KEY_ID_BYTES = 8
NONCE_BYTES = 12
SALT_BYTES = 16


class Cost(Record, frozen=True, kw_only=True):
    """What deriving a key costs; bounded, so that a forged file cannot ask for all the memory there is."""

    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=2**20)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=64)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)]


COST = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
"""The second choice that RFC 9106 recommends, for machines that serve others at the same time; some 0.2 s."""


class Wrapped(Record, frozen=True, kw_only=True):
    """The data key, sealed under a key that is derived from a secret, with all that deriving it again needs."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


class DataKey:
    """The data key in memory: empty while nobody is signed in or the screen is locked. Thread-safe.

    `drop` overwrites the one copy that this product keeps. Python may have moved or copied bytes before, and what the
    passphrase was typed into is Python text, which cannot be overwritten; so a memory dump taken by whoever may read
    this process can still hold traces.
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
            KeyLockedError: If the key is not held, or was not opened by an account.
        """
        account = self._opened_by
        if account is None:
            raise KeyLockedError
        return account

    @property
    def is_held(self) -> bool:
        """Whether the key is there."""
        return bool(self._key)

    def take(self, key: bytearray, key_id: bytes, opened_by: Account | None = None) -> None:
        """Hold a key from now on, and own its bytes."""
        with self._lock:
            self._wipe()
            self._key, self._key_id, self._opened_by = key, key_id, opened_by

    @contextlib.contextmanager
    def taken(self, key: bytearray, key_id: bytes, opened_by: Account) -> Iterator[None]:
        """Hold a key from now on, unless what is done with it first fails."""
        self.take(key, key_id, opened_by)
        try:
            yield
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Overwrite the key; whoever needs it from now on is told that the cases are locked."""
        with self._lock:
            self._wipe()

    def cipher(self) -> "tuple[AESGCM, bytes]":
        """What seals and opens, for one use, and the id of its key.

        Raises:
            KeyLockedError: If the key is not held.
        """
        # Loaded here, because starting the product must not pay for it.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        with self._lock:
            if not self._key:
                raise KeyLockedError
            return AESGCM(self._key), self._key_id

    def wrapped(self, secret: str, bound_to: str, cost: Cost) -> Wrapped:
        """The key, sealed under a secret; takes as long as the cost says, so call it off the event loop.

        Args:
            secret: A passphrase, normalised, or a recovery code.
            bound_to: What the wrapping is for; it opens for nothing else.
            cost: What deriving costs.

        Raises:
            KeyLockedError: If the key is not held.
        """
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        under = _derived(secret, salt, cost)
        with self._lock:
            if not self._key:
                raise KeyLockedError
            sealed = under.encrypt(nonce, self._key, bound_to.encode() + self._key_id)
        return Wrapped(cost=cost, salt=salt, nonce=nonce, sealed=sealed)

    def _wipe(self) -> None:
        self._key[:] = bytes(len(self._key))
        self._key, self._key_id, self._opened_by = bytearray(), b"", None


def new_key() -> tuple[bytearray, bytes]:
    """A new random data key, and its id, which says nothing of it."""
    return bytearray(secrets.token_bytes(KEY_BYTES)), secrets.token_bytes(KEY_ID_BYTES)


def unwrapped(wrapped: Wrapped, secret: str, bound_to: str, key_id: bytes) -> bytearray | None:
    """The data key, or nothing where the secret is not the one; takes as long as the cost says.

    Args:
        wrapped: The key as it was wrapped.
        secret: A passphrase, normalised, or a recovery code.
        bound_to: What it was wrapped for.
        key_id: The id of the data key.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    key = bytearray(KEY_BYTES)
    try:
        _derived(secret, wrapped.salt, wrapped.cost).decrypt_into(
            wrapped.nonce, wrapped.sealed, bound_to.encode() + key_id, key
        )
    except (InvalidTag, ValueError):
        # A wrapping of another length is as forged as one with another tag.
        return None
    return key


def equalise_time(secret: str, cost: Cost) -> None:
    """Take the time that opening takes, so that nobody learns from the clock that there was nothing to open."""
    _derived(secret, secrets.token_bytes(SALT_BYTES), cost)


def _derived(secret: str, salt: bytes, cost: Cost) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    key = bytearray(KEY_BYTES)
    Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive_into(secret.encode(errors="surrogatepass"), key)
    under = AESGCM(key)
    key[:] = bytes(KEY_BYTES)
    return under


def new_event_id() -> str:
    """A new random id of an event in the record."""
    return secrets.token_hex(8)
