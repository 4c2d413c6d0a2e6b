"""The person who is signed in at this terminal, also while it is locked."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from store.errors import StoreError
from tui.messages.error_messages import error_message
from tui.use_cases import access

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.session import StoreSession


class SignedInUser:
    """The store session of the signed-in person, with locking and unlocking."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.store_session: StoreSession | None = None
        """The store session, once somebody asked for the cases."""

        self.key_turn = asyncio.Lock()
        """Held while the key is opened or dropped."""

    @property
    def name(self) -> str:
        """The signed-in account's name, even while locked; empty if nobody is signed in or there are no accounts."""
        account = access.signed_in_account(self.store_session)
        return account.name if account else ""

    @property
    def is_unlocked(self) -> bool:
        """Whether the cases can be read now: somebody is signed in and the screen is not locked."""
        return self.store_session is not None and self.store_session.is_unlocked

    @property
    def supervisor_session(self) -> "StoreSession | None":
        """The store session, if a supervisor is signed in."""
        account = access.signed_in_account(self.store_session)
        return self.store_session if account and account.role == "supervisor" else None

    async def lock(self, is_still_wanted: Callable[[], bool], *, is_idle: bool) -> None:
        """Drop the key, unless the person unlocked meanwhile; call it once everything is saved."""
        async with self.key_turn:
            if self.store_session and is_still_wanted():
                await asyncio.to_thread(access.lock, self.store_session, is_idle=is_idle)

    async def unlock(self, passphrase: str) -> str:
        """Open the key again for the same person; return why that failed, or an empty string."""
        async with self.key_turn:
            if self.store_session:
                try:
                    await asyncio.to_thread(access.unlock, self.store_session, passphrase)
                except StoreError as error:
                    return error_message(error, self._zone)
        return ""

    def log_out(self) -> None:
        """Log out the person who is signed in, even if the audit log refuses; from any thread."""
        if self.store_session:
            access.log_out(self.store_session)
