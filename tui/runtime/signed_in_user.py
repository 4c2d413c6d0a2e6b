"""Who is at this desk, be it behind a lock."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from store.errors import StoreError
from tui.messages.error_messages import error_message

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.session import StoreSession


class SignedInUser:
    """Whoever is signed in, and what a lock does to their key."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.door: StoreSession | None = None
        """The way in, once somebody asked for the cases."""

        self.turn = asyncio.Lock()
        """Held while the key is taken or dropped."""

    @property
    def who(self) -> str:
        """Whoever is signed in, be it behind a lock; empty where nobody is, or where there are no accounts."""
        with contextlib.suppress(StoreError):
            return self.door.account.name if self.door else ""
        return ""

    @property
    def is_open(self) -> bool:
        """Whether the cases can be read now: somebody is signed in, and no lock is before them."""
        return self.door is not None and self.door.key.is_held

    @property
    def supervisors(self) -> "StoreSession | None":
        """The way in, for a supervisor who is signed in."""
        return self.door if self.who and self.door and self.door.account.role == "supervisor" else None

    async def lock(self, is_still_wanted: Callable[[], bool], *, is_idle: bool) -> None:
        """Drop the key, unless somebody unlocked meanwhile; to be called once everything is saved."""
        async with self.turn:
            if self.door and self.door.key.is_held and is_still_wanted():
                # The key is gone even where the log refuses.
                with contextlib.suppress(StoreError):
                    await asyncio.to_thread(self.door.lock, is_idle=is_idle)

    async def unlock(self, passphrase: str) -> str:
        """Take the key back for the same person; a sentence on why not, or nothing."""
        async with self.turn:
            if self.door:
                try:
                    await asyncio.to_thread(self.door.unlock, passphrase)
                except StoreError as error:
                    return error_message(error, self._zone)
        return ""

    def leave(self) -> None:
        """Sign off whoever is signed in, for any thread; they are signed off even where the log refuses."""
        if self.who and self.door:
            with contextlib.suppress(StoreError):
                self.door.sign_out()
