"""What verifying a large store costs: `python -m tests.bench.verifying [CASES]`."""

import argparse
import tempfile
from pathlib import Path
from unittest.mock import patch

import msgspec

from content.access.audit_events import Event
from content.case.reference import new_case_id
from store.audit.log import AuditLog, JournalEntry
from store.client_origin import ClientOrigin
from store.crypto.keys import new_event_id
from store.diagnostics.verification import verify
from store.engine.files import disk
from store.engine.places import engine_at
from store.session import StoreSession
from tests.bench.measured import Measured, Part, told
from tests.bench.people import NAME, PASSPHRASE
from tests.bench.saving import MANY, MILLISECONDS, a_case_in_work, timed
from tui.session.settings import utc_now

LINES_EACH = 12
"""Lines of the audit log for each case, so that ten thousand cases have the log of about a year of a busy team."""

_LINES_A_WRITE = 10_000


def verifying(cases: int) -> Part:
    """A verification without and with a key."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        session = stored(data, cases)
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
        assert verify(engine_at(data)).problems == verify(engine_at(data), session.codec_for).problems == ()
        without = timed(verify, engine_at(data)) / MILLISECONDS
        with_key = timed(verify, engine_at(data), session.codec_for) / MILLISECONDS
    return Part(
        title=f"Verifying {cases:,} sealed cases with {cases * LINES_EACH:,} lines of the log, {size / 2**20:,.0f} MB",
        lines=(
            Measured(what="without a key", ours=without, unit="s"),
            Measured(what="with a key", ours=with_key, unit="s"),
        ),
    )


def stored(data: Path, cases: int) -> StoreSession:
    """A session on a new store with so many recorded cases, made without waiting for the disk."""
    with patch.object(disk, "sync"), patch.object(disk, "sync_folder"):
        session = StoreSession(engine_at(data), ClientOrigin(), utc_now)
        session.set_up(NAME, PASSPHRASE)
        log = AuditLog(engine_at(data))
        for _ in range(0, cases * (LINES_EACH - 1), _LINES_A_WRITE):
            log.add_missing([JournalEntry(event=_looked(), after=log.count()) for _ in range(_LINES_A_WRITE)])
        store, case = session.store(), a_case_in_work()
        for number in range(cases):
            case_id = new_case_id(number)
            draft = case.draft and msgspec.structs.replace(case.draft, case=case_id)
            assessments = tuple(msgspec.structs.replace(each, case=case_id) for each in case.assessments)
            store.create(msgspec.structs.replace(case, id=case_id, draft=draft, assessments=assessments))
    return session


def _looked() -> Event:
    return Event(
        id=new_event_id(), at=utc_now(), kind="consultation", who=NAME, case=new_case_id(1), terminal="/dev/pts/3"
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.verifying", description=__doc__)
    parser.add_argument("cases", metavar="CASES", type=int, nargs="?", default=MANY)
    for line in told(verifying(parser.parse_args().cases)):
        print(line)


if __name__ == "__main__":
    main()
