"""Sessions on a failing machine: a full or read-only disk, lost permissions, no file descriptors left."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import msgspec

import store.engine.files.engine  # noqa: F401 # loaded before permissions are lost
from content.case.model import Draft
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import StoreError
from tests.builders import A_CASE_ID, a_case, a_draft, an_answer
from tests.store.faults.forking import say

NOBODY = 65534
ROOM = "256k"


def begun(data: str) -> tuple[CaseRepository, Draft]:
    """A store with a case, and its draft saved once."""
    store = CaseRepository(engine_at(Path(data)))
    store.create(a_case(draft=a_draft()))
    return store, store.save_draft(a_draft())


def attempt(store: CaseRepository, draft: Draft, text: str) -> Draft:
    """Save a text, print the result, and return the draft as stored for certain."""
    changed = msgspec.structs.replace(draft, answers={**draft.answers, "text": an_answer(note=text)})
    try:
        draft = store.save_draft(changed)
        say("saved")
    except StoreError as error:
        say(f"{type(error).__name__}: {error}")
    return draft


def say_whether_stored(store: CaseRepository, draft: Draft) -> None:
    """Print whether the last saved draft is the stored one and none was kept aside."""
    case = store.case(A_CASE_ID)
    say("as saved" if (case.draft, case.kept_aside) == (draft, ()) else f"not as saved: {case}")


def fill_and_remount(data: str) -> None:
    """Save on a small disk that becomes full and then read-only; run this in a separate mount namespace."""
    Path(data).mkdir()
    _mount("-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", data)
    store, draft = begun(data)
    filler = Path(data) / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            say(os.strerror(error.errno or 0))
    draft = attempt(store, draft, "x" * 20_000)
    say_whether_stored(store, draft)
    filler.unlink()
    draft = attempt(store, draft, "y" * 20_000)
    say_whether_stored(store, draft)
    _mount("-o", "remount,ro", data)
    draft = attempt(store, draft, "z" * 20_000)
    say_whether_stored(CaseRepository(engine_at(Path(data))), draft)
    say(len(store.listing().summaries))
    _mount("-o", "remount,rw", data)
    draft = attempt(store, draft, "z" * 20_000)
    say_whether_stored(store, draft)
    say(sorted(path.name for path in (Path(data) / "cases").iterdir()))


def lose_permission(data: str) -> None:
    """Save as an account that permissions apply to, while permissions are removed one by one."""
    if os.geteuid() == 0:
        os.chown(Path(data).parent, NOBODY, NOBODY)
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    store, draft = begun(data)
    case = Path(data) / "cases" / f"{A_CASE_ID}.json"
    for path, mode in ((case.parent, 0o500), (Path(data) / "locks" / f"{A_CASE_ID}.lock", 0), (case, 0)):
        before = path.stat().st_mode
        path.chmod(mode)
        draft = attempt(store, draft, f"without {path.name}")
        path.chmod(before)
        draft = attempt(store, draft, f"with {path.name}")
        say_whether_stored(store, draft)


def run_out_of_descriptors(data: str) -> None:
    """Save with few file descriptors left, one more each time, and again once there are enough."""
    store, draft = begun(data)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    for left in range(6):
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + left, hard))
        draft = attempt(store, draft, f"with {left}")
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        draft = attempt(store, draft, f"after {left}")
        say_whether_stored(store, draft)


def list_without_descriptors(data: str) -> None:
    """List and read with no file descriptor left, and again once there are enough."""
    store, _ = begun(data)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    for act in (store.listing, lambda: store.case(A_CASE_ID)):
        try:
            act()
        except StoreError as error:
            say(f"{type(error).__name__}: {error}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    listed = store.listing()
    say(f"{len(listed.summaries)} listed, {len(listed.quarantined)} in quarantine")


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S607 # the system's own


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
