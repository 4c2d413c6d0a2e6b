"""Sessions in separate processes, to be killed, limited or raced."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from content.case.model import Draft
from store.backup.restoring import restore
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.places import engine_at
from store.errors import DraftChangedError, StoreError
from store.lease_holder import LeaseHolder
from tests.builders import A_CASE_ID, NOW, an_answer, an_assessment, an_incident

ROOT = Path(__file__).parents[3]


def begin(session: Callable[..., None], *arguments: object) -> subprocess.Popen[str]:
    """Start a function of this module as a session in a separate process."""
    command = [sys.executable, "-m", "tests.store.faults.sessions", session.__name__, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> str:
    """Wait for a session, and return the rest of its output."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    # Not communicate(), which loses what readline() has buffered.
    said = process.stdout.read().strip()
    process.stdout.close()
    process.wait(timeout=30)
    return said


def kill(process: subprocess.Popen[str]) -> str:
    """Kill a session with SIGKILL, and return the rest of its output."""
    process.kill()
    return end(process)


def with_answer(draft: Draft, question: str, value: str) -> Draft:
    return msgspec.structs.replace(draft, answers={**draft.answers, question: an_answer(value)})


def save_for_ever(data: str) -> None:
    """Save one version after another, and print each once it is stored."""
    store = CaseRepository(engine_at(Path(data)))
    draft = store.case(A_CASE_ID).draft
    assert draft
    while True:
        draft = store.save_draft(with_answer(draft, "count", str(draft.version + 1)))
        _say(str(draft.version))


def save_many(data: str, name: str, times: str) -> None:
    """Answer questions one by one, and read the case again after each lost race."""
    store = CaseRepository(engine_at(Path(data)))
    _say("ready")
    sys.stdin.readline()
    for count in range(int(times)):
        while True:
            draft = store.case(A_CASE_ID).draft
            assert draft
            try:
                store.save_draft(with_answer(draft, f"{name}-{count}", name))
                break
            except DraftChangedError:
                continue


def record_many(data: str, name: str, times: str) -> None:
    """Record incidents one by one, while other sessions may be saving."""
    store = CaseRepository(engine_at(Path(data)))
    _say("ready")
    sys.stdin.readline()
    for count in range(int(times)):
        store.record(A_CASE_ID, an_incident(id=f"{name}-{count}"))


def save_within(data: str, limit: str) -> None:
    """Save a long answer under a limit of the file size in bytes, and print the result."""
    store = CaseRepository(engine_at(Path(data)))
    draft = store.case(A_CASE_ID).draft
    assert draft
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        store.save_draft(with_answer(draft, "long", "x" * 20_000))
    except StoreError as error:
        _say(f"{type(error).__name__}: {error}")


def sign_off_dying_at(data: str, step: str) -> None:
    """Sign off, and die at a step of replacing the file."""
    store = CaseRepository(engine_at(Path(data)))
    draft = store.case(A_CASE_ID).draft
    assert draft
    setattr(disk, step, _die)
    store.sign_off(an_assessment(id=draft.id, answers=draft.answers), draft)


def restore_dying(archive: str, data: str, syncs: str) -> None:
    """Restore an archive, and die once so many files are synced."""
    left = iter(range(int(syncs)))
    sync = disk.sync

    def sync_or_die(descriptor: int) -> None:
        sync(descriptor)
        if next(left, None) is None:
            _die()

    disk.sync = sync_or_die
    restore(Path(archive), engine_at(Path(data)))


def hold(data: str, who: str) -> None:
    """Take the lease of the case and hold it."""
    holder = LeaseHolder(who=who, where="10.0.0.7", since=NOW, pid=os.getpid())
    with CaseRepository(engine_at(Path(data))).lease(A_CASE_ID, holder):
        _say("held")
        sys.stdin.readline()


def _die(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
