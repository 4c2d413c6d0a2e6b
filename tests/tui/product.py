"""The whole application over a data directory, for tests."""

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from content.case.model import Assessment, Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft, FormDraftId
from content.entries.registry import Entry
from content.pack.model import Pack
from screens.widgets.rows import Rows
from store.cases.repository import CaseRepository
from store.crypto.keys import Cost
from store.engine.places import engine_at
from store.errors import StoreError
from store.store import Store
from tests.drafts import NOON
from tests.keys import Words
from tests.packs import bexley
from tests.store.people import CHEAP, PLACE
from tui.app.application import FourfoldApp
from tui.session.session import Session, TerminalContext

CALM = 10

HANGS = 120
"""Seconds after which a test is taken to hang; no test waits for them."""
"""How many looks in a row find nothing under way before the product counts as at rest."""


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock a test moves ahead, so that what is due in minutes is due now."""

    def __init__(self) -> None:
        super().__init__()
        self._skipped = 0.0

    def time(self) -> float:
        return super().time() + self._skipped

    def skip(self, minutes: float) -> None:
        self._skipped += minutes * 60


def skipping(test: Callable[[SkippingLoop], Coroutine[Any, Any, None]]) -> None:
    """Run a test on a loop whose clock it can move ahead."""
    loop = SkippingLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(test(loop))


class FailingStore(CaseRepository):
    """A store whose writes fail while `refuses` is set."""

    refuses: StoreError | None = None

    def save_draft(self, draft: Draft) -> Draft:
        self._refuse()
        return super().save_draft(draft)

    def sign_off(self, assessment: Assessment, draft: Draft) -> Case:
        self._refuse()
        return super().sign_off(assessment, draft)

    def save_form_draft(self, draft: FormDraft) -> FormDraft:
        self._refuse()
        return super().save_form_draft(draft)

    def record(self, case_id: CaseId, entry: Entry, *, finishing: FormDraftId = "") -> None:
        self._refuse()
        super().record(case_id, entry, finishing=finishing)

    def _refuse(self) -> None:
        if self.refuses:
            raise self.refuses


def product(
    directory: Path,
    *cases: Case,
    store: CaseRepository | None = None,
    by: str = "Sam Patel",
    where: str = "10.0.0.7",
    is_training: bool = False,
    clock: Clock | None = None,
    pack: Pack | None = None,
) -> FourfoldApp:
    """The application on the shipped pack, or on another one, with these cases stored first."""
    store = store or CaseRepository(engine_at(directory))
    for case in cases:
        store.create(case)
    session = Session(
        pack=pack or bexley(),
        store=store,
        practitioner=by,
        where=where,
        is_training=is_training,
        now=clock or Clock(),
    )
    return FourfoldApp(session)


def front_door(directory: Path, *, clock: Clock | None = None, cost: Cost = CHEAP) -> FourfoldApp:
    """The application as it starts, with nobody signed in; keys are cheap to derive unless told otherwise."""
    now = clock or Clock()
    return FourfoldApp(
        TerminalContext(
            pack=bexley(),
            where="10.0.0.7",
            now=now,
            new_store_session=Store(directory, now=now, origin=PLACE, cost=cost).session,
        )
    )


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, and let what each of them starts come to rest, disk and all; words are typed at once."""
    for key in keys:
        await typed_at_once(pilot, *(key if isinstance(key, Words) else (key,)))


async def mark(pilot: Pilot[Any], words: str) -> None:
    """Mark the first row of a list that has these words."""
    await pressed(pilot, "home")
    rows = pilot.app.screen.query_one(Rows)
    while rows.row and words not in rows.row.text:
        before = rows.row
        await pressed(pilot, "down")
        assert rows.row is not before, f"no row has {words!r}"


async def rested(pilot: Pilot[Any]) -> None:
    """Wait until no flow is under way but those that wait for a key."""
    app = pilot.app
    assert isinstance(app, FourfoldApp)
    calm = 0
    async with asyncio.timeout(HANGS):
        while calm < CALM:
            await asyncio.sleep(0.001)
            reading = [
                each for each in app.workers if each.group in {"list", "case", "lock", "leave"} and not each.is_finished
            ]
            # A flow takes a turn or two to go on after a screen was dismissed.
            calm = calm + 1 if app.is_at_rest and not reading else 0
    await pilot.pause()


async def typed_at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Type keys as a slow line delivers them: all before the first has had any effect."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await rested(pilot)
