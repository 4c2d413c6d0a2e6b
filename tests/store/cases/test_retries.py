"""A failed save can be retried: the change is stored once, and a session does not lose a race against itself."""

import contextlib
import errno
import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from content.case.model import Case
from store.cases.repository import CaseRepository
from store.engine.files import blob, disk
from store.engine.files.locks import locked
from store.engine.places import engine_at
from store.errors import (
    AssessmentExistsError,
    CaseExistsError,
    DraftChangedError,
    DraftExistsError,
    StoreDamagedError,
    StoreUnwritableError,
)
from tests.builders import (
    A_CASE_ID,
    LATER,
    a_case,
    a_disclosure,
    a_draft,
    a_form_draft,
    a_note,
    an_action,
    an_assessment,
    an_incident,
    saying,
)
from tests.store.engine.test_files import refusing

ACTS: dict[str, tuple[Case | None, Callable[[CaseRepository], object], Case]] = {
    "create": (None, lambda store: store.create(a_case()), a_case()),
    "start": (a_case(), lambda store: store.start_draft(a_draft()), a_case(draft=a_draft())),
    "save": (a_case(draft=a_draft()), lambda store: store.save_draft(a_draft()), a_case(draft=a_draft(version=1))),
    "sign off": (
        a_case(draft=a_draft()),
        lambda store: store.sign_off(an_assessment(), a_draft()),
        a_case(assessments=(an_assessment(),)),
    ),
    "incident": (
        a_case(incidents=(an_incident(),)),
        lambda store: store.record(A_CASE_ID, an_incident(id="right", corrects="incident-1")),
        a_case(incidents=(an_incident(), an_incident(id="right", corrects="incident-1"))),
    ),
    "note": (a_case(), lambda store: store.record(A_CASE_ID, a_note()), a_case(notes=(a_note(),))),
    "disclosure": (
        a_case(disclosures=(a_disclosure(),)),
        lambda store: store.record(A_CASE_ID, a_disclosure(id="right", corrects="disclosure-1")),
        a_case(disclosures=(a_disclosure(), a_disclosure(id="right", corrects="disclosure-1"))),
    ),
    "action": (a_case(), lambda store: store.record(A_CASE_ID, an_action()), a_case(actions=(an_action(),))),
    "action again": (
        a_case(actions=(an_action(),)),
        lambda store: store.record(A_CASE_ID, an_action(version=2, state="done")),
        a_case(actions=(an_action(), an_action(version=2, state="done"))),
    ),
}


def fail_in(step: str, act: Callable[[], object]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, step, refusing(errno.EIO))
        with pytest.raises(StoreUnwritableError, match="input/output error"):
            act()


def fail_to_sync_the_folder(act: Callable[[], object]) -> None:
    fail_in("sync_folder", act)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["the same session", "another one"])
def test_what_was_written_and_not_promised_may_be_given_again(
    store: CaseRepository, data: Path, name: str, who: str
) -> None:
    before, act, after = ACTS[name]
    if before:
        store.create(before)
    fail_to_sync_the_folder(lambda: act(store))
    again = store if who == "the same session" else CaseRepository(engine_at(data))

    act(again)

    assert store.case(A_CASE_ID) == after


@pytest.mark.parametrize("name", ACTS)
def test_giving_it_again_promises_nothing_that_is_not_on_the_disk(
    store: CaseRepository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, act, _ = ACTS[name]
    if before:
        store.create(before)
    act(store)
    synced: list[str] = []
    sync, sync_folder = disk.sync, disk.sync_folder

    def sync_noted(descriptor: int) -> None:
        synced.append("file")
        sync(descriptor)

    def sync_folder_noted(folder: Path) -> None:
        synced.append(folder.name)
        sync_folder(folder)

    monkeypatch.setattr(disk, "sync", sync_noted)
    monkeypatch.setattr(disk, "sync_folder", sync_folder_noted)

    act(store)

    assert synced == ["file", "cases"]


def test_a_longer_entry_follows_the_one_that_was_written_and_not_promised(store: CaseRepository) -> None:
    store.create(a_case())
    first = store.save_form_draft(a_form_draft("H"))
    longer = msgspec.structs.replace(first, typed={"what": "He"})
    fail_to_sync_the_folder(lambda: store.save_form_draft(longer))

    kept = store.save_form_draft(msgspec.structs.replace(first, typed={"what": "He rang"}))

    assert store.case(A_CASE_ID).form_drafts == (kept,)
    assert (kept.typed, kept.version) == ({"what": "He rang"}, 3)
    assert store.save_form_draft(kept).version == 4


def test_a_newer_text_follows_the_one_that_was_written_and_not_promised(store: CaseRepository) -> None:
    store.create(a_case(draft=a_draft()))
    fail_to_sync_the_folder(lambda: store.save_draft(saying(a_draft(), "no")))
    fail_to_sync_the_folder(lambda: store.save_draft(saying(a_draft(), "not known")))

    saved = store.save_draft(saying(a_draft(), "yes"))

    assert saved.answers["fixated"].value == "yes"
    assert store.case(A_CASE_ID) == a_case(draft=saved)


FAILURES = [
    ("sync_folder", "sync"),
    ("sync_folder", "write_all", "put_in_place"),
    ("sync_folder", "sync_folder", "sync"),
    ("sync_folder", "sync", "sync_folder", "sync", "write_all"),
]
"""The step that fails in each of several saves in a row; only after a failed `sync_folder` is the save on the disk."""


@pytest.mark.parametrize("steps", FAILURES)
def test_a_draft_typed_on_through_an_io_error_never_conflicts_with_itself(
    store: CaseRepository, steps: tuple[str, ...]
) -> None:
    store.create(a_case(draft=a_draft()))
    for number, step in enumerate(steps):
        fail_in(step, functools.partial(store.save_draft, saying(a_draft(), f"text {number}")))

    saved = store.save_draft(saying(a_draft(), "all of it"))

    assert store.case(A_CASE_ID) == a_case(draft=saved)
    assert store.save_draft(saying(saved, "and more")).version == saved.version + 1


@pytest.mark.parametrize("steps", FAILURES)
def test_an_entry_typed_on_through_an_io_error_never_conflicts_with_itself(
    store: CaseRepository, steps: tuple[str, ...]
) -> None:
    store.create(a_case())
    first = store.save_form_draft(a_form_draft("H"))
    for number, step in enumerate(steps):
        longer = msgspec.structs.replace(first, typed={"what": f"He {number}"})
        fail_in(step, functools.partial(store.save_form_draft, longer))

    kept = store.save_form_draft(msgspec.structs.replace(first, typed={"what": "He rang"}))

    assert store.case(A_CASE_ID).form_drafts == (kept,)
    assert kept.typed == {"what": "He rang"}


def test_another_session_saving_after_an_io_error_is_not_overwritten(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    fail_in("sync_folder", lambda: store.save_draft(saying(a_draft(), "no")))
    fail_in("sync", lambda: store.save_draft(saying(a_draft(), "not known")))
    read = CaseRepository(engine_at(data)).case(A_CASE_ID).draft
    assert read
    stands = CaseRepository(engine_at(data)).save_draft(saying(read, "yes", by="alex"))
    late = saying(a_draft(), "not asked")

    with pytest.raises(DraftChangedError, match="changed by alex"):
        store.save_draft(late)

    assert store.case(A_CASE_ID) == a_case(draft=stands, kept_aside=(late,))


def test_a_thread_that_saves_as_soon_as_the_lock_is_free_overwrites_nothing(
    store: CaseRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(a_case(draft=a_draft()))
    late = saying(a_draft(), "yes", by="alex")
    refused: list[DraftChangedError] = []

    def save_late() -> None:
        with pytest.raises(DraftChangedError) as error:
            store.save_draft(late)
        refused.append(error.value)

    waiting = [save_late]

    @contextlib.contextmanager
    def locked_in_turn(path: Path, name: str, *, patience: float) -> Iterator[None]:
        with locked(path, name, patience=patience):
            yield
        if waiting:
            waiting.pop()()

    monkeypatch.setattr(blob, "locked", locked_in_turn)

    saved = store.save_draft(saying(a_draft(), "no"))

    assert len(refused) == 1
    assert store.case(A_CASE_ID) == a_case(draft=saved, kept_aside=(late,))


def test_a_session_that_read_it_before_that_does_not_overwrite_the_newer_text(
    store: CaseRepository, data: Path
) -> None:
    store.create(a_case(draft=a_draft()))
    fail_to_sync_the_folder(lambda: store.save_draft(saying(a_draft(), "no")))
    read = CaseRepository(engine_at(data)).case(A_CASE_ID).draft
    assert read
    stands = store.save_draft(saying(a_draft(), "not known"))
    late = saying(read, "yes", by="alex")

    with pytest.raises(DraftChangedError, match="changed by sam"):
        CaseRepository(engine_at(data)).save_draft(late)

    assert store.case(A_CASE_ID) == a_case(draft=stands, kept_aside=(late,))


def test_a_thread_that_has_not_read_it_does_not_overwrite_what_another_of_its_session_wrote_and_was_not_promised(
    store: CaseRepository, data: Path
) -> None:
    store.create(a_case(draft=a_draft()))
    theirs = CaseRepository(engine_at(data)).save_draft(saying(a_draft(), "yes", by="alex"))
    fail_to_sync_the_folder(lambda: store.save_draft(saying(theirs, "no")))
    late = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="changed by sam"):
        store.save_draft(late)

    assert store.case(A_CASE_ID).kept_aside == (late,)


def test_a_text_that_somebody_else_saved_over_it_is_not_overwritten(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    fail_to_sync_the_folder(lambda: store.save_draft(saying(a_draft(), "no")))
    read = CaseRepository(engine_at(data)).case(A_CASE_ID).draft
    assert read
    stands = CaseRepository(engine_at(data)).save_draft(saying(read, "yes", by="alex"))
    late = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="changed by alex"):
        store.save_draft(late)

    assert store.case(A_CASE_ID) == a_case(draft=stands, kept_aside=(late,))


def test_a_sign_off_may_be_given_again_at_a_later_moment(store: CaseRepository) -> None:
    store.create(a_case(draft=a_draft()))
    fail_to_sync_the_folder(lambda: store.sign_off(an_assessment(), a_draft()))

    later = msgspec.structs.replace(an_assessment(), signed_off=LATER)

    assert store.sign_off(later, a_draft()) == a_case(assessments=(an_assessment(),))
    assert store.case(A_CASE_ID) == a_case(assessments=(an_assessment(),))


def test_only_the_very_same_may_be_given_again(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    with pytest.raises(CaseExistsError):
        store.create(a_case(initials="K.D."))
    with pytest.raises(DraftExistsError):
        store.start_draft(saying(a_draft(), "no"))
    store.sign_off(an_assessment(level="high"), a_draft())
    draft = store.start_draft(a_draft(id="draft-2"))
    with pytest.raises(AssessmentExistsError):
        store.sign_off(an_assessment(level="standard"), draft)

    (data / "cases" / f"{A_CASE_ID}.json").write_bytes(b"garbled")
    with pytest.raises(CaseExistsError):
        store.create(a_case())
    with pytest.raises(StoreDamagedError):
        store.case(A_CASE_ID)
