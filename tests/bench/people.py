"""What keys and the record cost: signing in, saving sealed beside plain, and saving recorded beside unrecorded."""

import statistics
import tempfile
from pathlib import Path

import msgspec

from content.pack.answers import Answer
from store.cases.repository import CaseRepository
from store.client_origin import ClientOrigin
from store.crypto.keys import COST, equalise_time
from store.crypto.sealing import sealing
from store.engine.places import engine_at
from store.session import StoreSession
from tests.bench.measured import Measured, Part
from tests.bench.saving import a_case_in_work, a_draft_in_work, timed
from tui.session.settings import utc_now

NAME, PASSPHRASE = "Sam Patel", "seven green kettles"  # of nobody
MOST_SIGN_IN = 500.0


def people(runs: int) -> Part:
    """One answer saved plain, sealed and recorded, and a sign-in, all in turn."""
    with tempfile.TemporaryDirectory() as folder:
        door = StoreSession(engine_at(Path(folder, "sealed")), ClientOrigin(), utc_now)
        door.set_up(NAME, PASSPHRASE)
        kept = {
            "plain": Kept(CaseRepository(engine_at(Path(folder, "plain")))),
            "sealed": Kept(CaseRepository(engine_at(Path(folder, "sealed")), codec_for=sealing(door.key))),
        }
        recorded = StoreSession(engine_at(Path(folder, "recorded")), ClientOrigin(), utc_now)
        recorded.set_up(NAME, PASSPHRASE)
        kept["recorded"] = Kept(recorded.store())
        times: dict[str, list[float]] = {name: [] for name in kept}
        for turn in range(runs):
            for name, each in kept.items():
                times[name].append(timed(each.save, turn))
        signing, deriving = [], []
        for _ in range(max(2, runs // 6)):
            signing.append(timed(door.sign_in, NAME, PASSPHRASE))
            deriving.append(timed(equalise_time, PASSPHRASE, COST))
    medians = {name: statistics.median(each) for name, each in times.items()}
    return Part(
        title="Keys and the record",
        lines=(
            Measured(
                what="signing in, beside deriving the key alone",
                ours=statistics.median(signing),
                peer=statistics.median(deriving),
                unit="ms",
                most=MOST_SIGN_IN,
            ),
            Measured(
                what="one answer saved sealed, beside plain",
                ours=medians["sealed"],
                peer=medians["plain"],
                unit="ms",
                most_ratio=1.3,
            ),
            Measured(
                what="one answer saved sealed and recorded, beside plain",
                ours=medians["recorded"],
                peer=medians["plain"],
                unit="ms",
            ),
        ),
    )


class Kept:
    """A case in work, whose draft is saved again and again."""

    def __init__(self, store: CaseRepository) -> None:
        self._store = store
        self._draft = a_draft_in_work()
        store.create(a_case_in_work())

    def save(self, turn: int) -> None:
        """Save the draft with one more answer."""
        answer = Answer(value="yes" if turn % 2 else "no", at=utc_now(), by="sam")
        changed = msgspec.structs.replace(self._draft, answers={**self._draft.answers, "risk.threats": answer})
        self._draft = self._store.save_draft(changed)
