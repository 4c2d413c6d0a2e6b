"""Sessions, accounts and killed processes for tests, with cheap key derivation and a settable clock."""

import datetime as dt
import itertools
import json
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from content.access.audit_events import AuditQuery, Event
from store.accounts.accounts import Accounts
from store.accounts.checksum import CHECKSUMMED
from store.audit import reader
from store.audit.log import AuditLog
from store.audit.recorder import Recorder
from store.client_origin import ClientOrigin
from store.crypto.keys import Cost
from store.engine.files import disk
from store.engine.places import engine_at
from store.session import StoreSession
from tests.builders import NOW

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
SAM, KIM = "Sam Patel", "Kim Lee"
PASSPHRASE = "seven green kettles"  # noqa: S105 # of nobody
ANOTHER = "a dozen slow trains"
PLACE = ClientOrigin(address="10.0.0.7", terminal="/dev/pts/3")
_STEPS = ("write_all", "sync", "put_in_place", "sync_folder", "remove")
_MOST_STEPS = 200

Moment = Literal["before", "within", "after"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


def accounts_in(data: Path, cost: Cost = CHEAP) -> Accounts:
    """The accounts of a data directory; their events have no address and no terminal."""

    def recorder_for(who: str) -> Recorder:
        return Recorder(AuditLog(engine_at(data)), who, address="", terminal="", now=lambda: NOW)

    return Accounts(engine_at(data), recorder_for=recorder_for, cost=cost)


def new_session(data: Path, clock: Clock | None = None) -> StoreSession:
    """A store session in which nobody is signed in."""
    return StoreSession(engine_at(data), PLACE, clock or Clock(), cost=CHEAP)


def set_up(data: Path, clock: Clock | None = None) -> StoreSession:
    """A session of the first supervisor on a new data directory."""
    door = new_session(data, clock)
    door.set_up(SAM, PASSPHRASE)
    return door


def signed_in_session(data: Path, clock: Clock | None = None) -> StoreSession:
    """A session of the supervisor on a data directory that is set up."""
    door = new_session(data, clock)
    door.sign_in(SAM, PASSPHRASE)
    return door


def rewrite_accounts(data: Path, change: Callable[[Any], object]) -> None:
    """Change the accounts file as somebody does who can write files and knows its format, but has no key."""
    path = data / "accounts.json"
    document = json.loads(path.read_bytes())
    del document["checksum"]
    change(document)
    path.write_bytes(CHECKSUMMED.encode(msgspec.json.encode(document)))


def logged(data: Path) -> list[Event]:
    """Verify the audit log, and return its events."""
    assert reader.verify(engine_at(data)).findings == ()
    return list(reader.events(engine_at(data), AuditQuery()))


def kinds(data: Path) -> list[tuple[str, str]]:
    return [(event.kind, event.detail) for event in logged(data)]


def until_done(act: Callable[[int], bool]) -> Iterator[int]:
    """The numbers of the steps at which `act` is killed, until it completes."""
    for step in range(1, _MOST_STEPS):
        if not act(step):
            assert step > 1
            return
        yield step
    raise AssertionError("it never came to an end")


def killed_before(step: int, act: Callable[[], object]) -> bool:
    """Call `act` in a process that is killed before its n-th step on the disk; returns whether it was killed."""
    return killed_at(step, "before", act)


def killed_at(step: int, moment: Moment, act: Callable[[], object]) -> bool:
    """Call `act` in a process that is killed before, within or after its n-th step on the disk.

    A kill within a step applies to writes only: half of the bytes are written. Returns whether the process was killed.
    """

    def until_killed() -> None:
        count = itertools.count(1)
        for name in _STEPS:
            setattr(disk, name, _counted(name, count, step, moment))
        act()

    status = ended(forked(until_killed))
    assert status in {0, -signal.SIGKILL}
    return status != 0


def forked(act: Callable[[], object]) -> int:
    """Call a function in a forked process, whose exit status is the result if that is a number."""
    with warnings.catch_warnings():
        # Python warns that threads may hold locks in the child; the child uses no lock of the tests.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            done = act()
        except BaseException:  # noqa: BLE001 # a child must not go on as a second run of the tests
            os._exit(99)
        os._exit(done if isinstance(done, int) else 0)
    return child


def ended(child: int) -> int:
    """Wait for a process, and return its exit status."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _counted(name: str, count: Iterator[int], last: int, moment: Moment) -> Callable[..., object]:
    act = getattr(disk, name)

    def counted(*arguments: object) -> object:
        is_last = next(count) == last
        if is_last and moment == "within" and name == "write_all":
            descriptor, data = arguments
            assert isinstance(descriptor, int)
            assert isinstance(data, bytes)
            os.write(descriptor, data[: len(data) // 2])
        if is_last and moment != "after":
            os.kill(os.getpid(), signal.SIGKILL)
        done = act(*arguments)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return counted
