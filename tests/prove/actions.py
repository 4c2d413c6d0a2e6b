"""What people do in a window. Each action does nothing where it cannot be done, and keeps account of what was told."""

from collections.abc import Callable, Sequence

import msgspec

from content.access.holds import Hold, standing_hold
from content.case.model import Case, Draft
from content.case.reference import new_case_id
from content.entries.form_drafts import FormDraft
from content.entries.incident import Incident
from content.entries.registry import Entry
from store.cases.repository import CaseRepository
from store.errors import (
    AccountDisabledError,
    AccountExistsError,
    AccountNotFoundError,
    AssessmentExistsError,
    CaseInUseError,
    CaseNotFoundError,
    CaseOnHoldError,
    DraftChangedError,
    DraftExistsError,
    EntryAlreadyCorrectedError,
    FormDraftChangedError,
    NotSetUpError,
    StoreError,
    WrongPassphraseError,
)
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from store.store import Store
from tests.builders import NOW, a_case, a_draft, a_note, an_answer, an_assessment, an_incident
from tests.prove.told import CaseTold, Saved, Versions, text_of
from tests.prove.world import REFUSALS, FaultError, Restored, Window, World
from tests.store.people import CHEAP, KIM, PASSPHRASE, SAM

MOST_CASES = 3
AN_HOUR = 3600


def sign_in(world: World, window: Window) -> None:
    process, told = window.process, world.told
    if process.session:
        return
    world.clock.forward(AN_HOUR)
    possible = told.passphrases.setdefault(process.who, [None])
    passphrase = next((each for each in reversed(possible) if each), PASSPHRASE)

    def enter() -> None:
        session = Store(world.data, now=world.clock, cost=CHEAP).session()
        if session.is_set_up:
            session.sign_in(process.who, passphrase)
            told.sign_ins[process.who] += 1
        elif told.is_set_up:
            raise FaultError("the accounts are gone")
        elif process.who == SAM:
            told.passphrases[SAM] = [None, PASSPHRASE]
            session.set_up(SAM, PASSPHRASE)
        else:
            raise NotSetUpError
        told.passphrases[process.who] = [passphrase]
        process.session = session

    expected: list[type[StoreError]] = [] if told.is_set_up else [NotSetUpError]
    if possible != [passphrase]:
        expected.append(WrongPassphraseError)
    if world.attempt(enter, *expected) is None and possible == [None] and process.who != SAM:
        raise FaultError(f"{process.who} is disabled, and was let in")


def log_out(world: World, window: Window) -> None:
    process = window.process
    if process.session and not any(each.is_unsaved for each in world.windows if each.process is process):
        world.attempt(process.session.log_out)
        world.gone(process)


def lock(world: World, window: Window) -> None:
    session = window.process.session
    if session and session.is_unlocked and not window.is_unsaved:
        world.attempt(session.lock)
        if session.is_unlocked:
            raise FaultError("the key is still there after a lock")


def unlock(world: World, window: Window) -> None:
    session = window.process.session
    if session and not session.is_unlocked:
        world.clock.forward(AN_HOUR)
        possible = world.told.passphrases[window.process.who]
        passphrase = next((each for each in reversed(possible) if each), PASSPHRASE)
        expected = () if possible == [passphrase] else (WrongPassphraseError,)
        world.attempt(lambda: session.unlock(passphrase), *expected)


def add(world: World, window: Window) -> None:
    """Add the practitioner."""
    session = _supervisor(window)
    possible = world.told.passphrases.setdefault(KIM, [None])
    if session and None in possible:
        _change_account(
            world,
            lambda new: session.add_account(KIM, "practitioner", new),
            AccountExistsError if world.told.former else None,
        )


def enable(world: World, window: Window) -> None:
    session = _supervisor(window)
    if session and KIM in world.told.passphrases:
        _change_account(world, lambda new: session.enable_account(KIM, new), AccountNotFoundError)


def disable(world: World, window: Window) -> None:
    session = _supervisor(window)
    if session and world.told.passphrases.get(KIM):
        before = world.told.passphrases[KIM]
        world.told.passphrases[KIM] = [*before, None]
        if world.attempt(lambda: session.disable_account(KIM), AccountNotFoundError) is None:
            world.told.passphrases[KIM] = [None]


def _change_account(world: World, change: Callable[[str], object], expected: type[StoreError] | None) -> None:
    new = f"a new kettle number {world.number()}"
    before = world.told.passphrases[KIM]
    world.told.former.add(new)
    world.told.passphrases[KIM] = [*before, new]
    error = world.attempt(lambda: change(new), *([expected] if expected else []))
    if error is None:
        world.told.passphrases[KIM] = [new]
    elif not isinstance(error, REFUSALS):
        world.told.passphrases[KIM] = before


def create(world: World, window: Window) -> None:
    cases = _cases(world, window)
    if cases and len(world.told.cases) < MOST_CASES:
        told = CaseTold(a_case(id=new_case_id(world.number()), by=window.process.who))
        world.told.cases[told.case.id] = told
        _write(world, window, told, lambda: cases.create(told.case))


def open_case(world: World, window: Window) -> None:
    """Open a case and its draft, or start one."""
    cases = _cases(world, window)
    told = _chosen(world)
    if cases is None or told is None:
        return
    window.close()
    window.case = told.case.id
    found: Case | None = None

    def read() -> None:
        nonlocal found
        # Nothing but the lease keeps two sessions off one draft; here some go on without one.
        if world.chance.random() < 0.7:
            window.lease = cases.lease(told.case.id, _holder(window), patience=0)
        found = cases.case(told.case.id)

    if world.attempt(read, CaseInUseError, *_missing(told)) or found is None:
        window.close()
    elif found.draft:
        window.draft, window.seen = found.draft, len(told.drafts[found.draft.id].attempts)
    else:
        _start(world, window, told, follows=found.latest.id if found.latest else None)


def _start(world: World, window: Window, told: CaseTold, *, follows: str | None) -> None:
    cases = _cases(world, window)
    if cases is None:
        return
    draft = _texted(world, a_draft(id=f"draft-{world.number()}", case=told.case.id, follows=follows), window)
    if follows and world.chance.random() < 0.3:
        draft = msgspec.structs.replace(draft, follows=None, corrects=follows, why_corrected="A slip of the key")
    versions = told.drafts[draft.id] = Versions(tried=[text_of(draft)])
    error = _write(world, window, told, lambda: cases.start_draft(draft), DraftExistsError)
    versions.attempts.append(window.name)
    if error is None:
        versions.told, window.draft, window.seen = 0, draft, 1
    else:
        window.close()


def type_text(world: World, window: Window) -> None:
    if window.draft and _cases(world, window):
        window.draft, window.is_unsaved = _texted(world, window.draft, window), True
        save(world, window)


def type_on(world: World, window: Window) -> None:
    """Type on, whatever the program says about saving."""
    for _ in range(world.chance.randint(2, 5)):
        type_text(world, window)


def save_again(world: World, window: Window) -> None:
    if window.is_unsaved and _cases(world, window):
        save(world, window)


def save(world: World, window: Window) -> StoreError | None:
    """Save a draft as the autosaver does, with the version that the store gave it last; the error, or None."""
    cases, draft = _cases(world, window), window.draft
    if cases is None or draft is None:
        return None
    told = world.told.cases[draft.case]
    versions = told.drafts[draft.id]
    if text_of(draft) not in versions.tried:
        versions.tried.append(text_of(draft))
    saved: Draft | None = None

    def act() -> None:
        nonlocal saved
        saved = cases.save_draft(draft)

    others = _have_others_tried(versions, window)
    _may_be_kept_aside(told, draft)
    versions.attempts.append(window.name)
    at = len(versions.attempts)
    error = _write(world, window, told, act, DraftChangedError)
    if saved:
        versions.saves.append(Saved(window.name, draft.version, saved.version))
        if any(each.hides(other) for each in versions.saves for other in versions.saves):
            raise FaultError(
                f"{draft.id}: a text that was said to be saved was replaced by a session that did not see it"
            )
        # Another session may have saved since this one gave back the lock.
        versions.told = max(versions.told, versions.tried.index(text_of(draft)))
        window.draft, window.seen, window.is_unsaved = saved, at, False
    elif isinstance(error, DraftChangedError):
        # A session that is refused for its own save could never save again.
        if not others and draft.id not in told.signed:
            raise FaultError(f"{draft.id}: a session was refused for its own save: {error}")
        _kept_aside(told, draft)
        window.close()
    return error


def type_form(world: World, window: Window) -> None:
    """Type into the form of an incident."""
    cases = _cases(world, window)
    if cases is None or not window.case:
        return
    told = world.told.cases[window.case]
    form = window.form or FormDraft(
        id=f"form-{world.number()}", case=window.case, kind="incident", typed={}, at=NOW, by=window.process.who
    )
    form = window.form = msgspec.structs.replace(form, typed={"what": f"typed {world.number()}"})
    versions = told.form_drafts.setdefault(form.id, Versions())
    versions.tried.append(text_of(form))
    saved: FormDraft | None = None

    def act() -> None:
        nonlocal saved
        saved = cases.save_form_draft(form)

    # Nobody else works on this form.
    error = _write(world, window, told, act, FormDraftChangedError)
    if saved:
        versions.told = len(versions.tried) - 1
        window.form = saved
    elif isinstance(error, FormDraftChangedError):
        raise FaultError(f"{form.id}: a session was refused for its own save: {error}")


def record(world: World, window: Window) -> None:
    """Record the incident of the form, or a note."""
    told = world.told.cases.get(window.case)
    name, by, at = f"entry-{world.number()}", window.process.who, world.clock.now
    if told and window.form:
        _record(world, window, told, an_incident(id=name, by=by, at=at))
    elif told:
        _record(world, window, told, a_note(id=name, by=by, at=at))


def correct(world: World, window: Window) -> None:
    """Correct an incident, perhaps one that is corrected already."""
    told = world.told.cases.get(window.case)
    earlier = [each for each in told.entries if each in told.certain and each.startswith("entry")] if told else []
    incidents = [each for each in earlier if told and isinstance(told.entries[each][0], Incident)]
    if told and incidents:
        name, wrong = f"entry-{world.number()}", world.chance.choice(incidents)
        corrected = an_incident(id=name, by=window.process.who, at=world.clock.now, corrects=wrong)
        _record(world, window, told, corrected, EntryAlreadyCorrectedError)


def _record(world: World, window: Window, told: CaseTold, entry: Entry, *expected: type[StoreError]) -> None:
    """Record an entry; after a failure, once more."""
    cases, form = _cases(world, window), window.form
    if cases is None:
        return
    told.entries[entry.id] = [entry]
    if form:
        told.finished.add(form.id)
    for _ in range(2):
        act: Callable[[], object] = lambda: cases.record(told.case.id, entry, finishing=form.id if form else "")  # noqa: E731
        error = _write(world, window, told, act, *expected)
        if error is None:
            told.certain.add(entry.id)
            window.form = None
        if not isinstance(error, REFUSALS):
            return


def sign_off(world: World, window: Window) -> None:
    cases, draft = _cases(world, window), window.draft
    if cases is None or draft is None or window.is_unsaved:
        return
    told = world.told.cases[draft.case]
    signed = an_assessment(
        id=draft.id, case=draft.case, by=window.process.who, answers=draft.answers, follows=draft.follows,
        signed_off=world.clock.now, corrects=draft.corrects,
    )  # fmt: skip
    others = _have_others_tried(told.drafts[draft.id], window)
    _may_be_kept_aside(told, draft)
    was_tried = bool(told.signed.get(draft.id))
    told.signed.setdefault(draft.id, []).append(signed)
    act: Callable[[], object] = lambda: cases.sign_off(signed, draft)  # noqa: E731
    error = _write(world, window, told, act, DraftChangedError, AssessmentExistsError)
    if error is None:
        told.certain.add(draft.id)
        window.close()
    elif isinstance(error, DraftChangedError):
        if not others and not was_tried:
            raise FaultError(f"{draft.id}: a session was refused for its own save: {error}")
        _kept_aside(told, draft)
        window.close()
    elif isinstance(error, AssessmentExistsError):
        window.close()


def hold(world: World, window: Window) -> None:
    _hold(world, window, is_placed=True)


def lift(world: World, window: Window) -> None:
    _hold(world, window, is_placed=False)


def _hold(world: World, window: Window, *, is_placed: bool) -> None:
    session, told = _supervisor(window), _chosen(world)
    if session and told:
        made = Hold(is_placed=is_placed, at=world.clock.now, by=SAM, reason="criminal-case")
        told.holds.append((made, False))
        if _write(world, window, told, lambda: session.erasure().record_hold(told.case.id, made)) is None:
            told.holds[-1] = (made, True)


def erase(world: World, window: Window) -> None:
    session, told = _supervisor(window), _chosen(world)
    # Otherwise every case is soon gone.
    if session is None or told is None or world.chance.random() < 0.7:
        return
    if window.case == told.case.id:
        window.close()
    certain = standing_hold([each for each, is_told in told.holds if is_told])
    is_held = certain is not None and all(is_told for each, is_told in told.holds if not each.is_placed)
    told.is_erasing = True
    expected = (CaseInUseError, *([CaseOnHoldError] if told.holds else []))
    act = lambda: session.erasure().erase(told.case.id, "retention", _holder(window))  # noqa: E731
    error = _write(world, window, told, act, *expected)
    if error is None and is_held:
        raise FaultError(f"case {told.case.id} was erased under a hold")
    if error is None:
        told.is_erased = True
    elif isinstance(error, CaseInUseError | CaseOnHoldError):
        told.is_erasing = False


def back_up(world: World, window: Window) -> None:
    if not world.told.is_set_up or len(world.archives) > 2:
        return
    name = f"archive-{world.number()}.zip"
    before = world.told.copy()
    store = Store(world.data, now=world.clock, cost=CHEAP)
    made: list[object] = []
    if world.attempt(lambda: made.append(store.back_up(world.twin.root / "archives" / name))) is None:
        [result] = made
        if not getattr(result, "left_out", ()):
            world.archives[name] = before


def restore(world: World, window: Window) -> None:
    if not world.archives:
        return
    name = world.chance.choice(sorted(world.archives))
    place = world.twin.root / "other" / f"restored-{world.number()}"
    world.restored = Restored(place, world.archives[name])
    store = Store(place, now=world.clock, cost=CHEAP)
    if world.attempt(lambda: store.restore(world.twin.root / "archives" / name)) is None:
        world.restored.is_told = True


def interleave(world: World, window: Window) -> None:
    """Another window takes its turn as soon as this one has given back the lock of its save."""
    other = world.chance.choice([each for each in world.windows if each is not window])
    turn: Sequence[str] = world.chance.choice(
        (("type",), ("type",), ("open", "type"), ("record",), ("erase",), ("disable",))
    )

    def act() -> None:
        for name in turn:
            if name == "type" and world.chance.random() < 0.5:
                world.twin.fail(frozenset({"sync folder"}), 1)
            ACTIONS[name](world, other)

    world.twin.unlocked = act
    type_text(world, window)
    world.twin.unlocked = None


def _cases(world: World, window: Window) -> CaseRepository | None:
    """The cases of a window, or None if nobody is signed in there, or the screen is locked."""
    process = window.process
    if process.session is None or not process.session.is_unlocked:
        return None
    if process.cases is None:
        session = process.session

        def begin() -> None:
            process.cases = session.store()

        world.attempt(begin)
    return process.cases


def _supervisor(window: Window) -> StoreSession | None:
    session = window.process.session
    return session if session and session.is_unlocked and window.process.who == SAM else None


def _write(
    world: World, window: Window, told: CaseTold, act: Callable[[], object], *expected: type[StoreError]
) -> StoreError | None:
    """Change a case; the error, or None. Nobody who is disabled can do that, and no case that is gone."""
    possible = list(world.told.passphrases[window.process.who])
    disabled = [AccountDisabledError] if None in possible else []
    was_erased = told.is_erased
    error = world.attempt(act, *expected, *disabled, *_missing(told))
    if error is None and (possible == [None] or was_erased):
        raise FaultError(f"{window.process.who} changed {told.case.id}, which must not be possible")
    if error is None:
        told.is_told = True
    return error


def _missing(told: CaseTold) -> tuple[type[StoreError], ...]:
    """The error for a case that may not be there."""
    return (CaseNotFoundError,) if told.is_erasing or not told.is_told else ()


def _chosen(world: World) -> CaseTold | None:
    there = [each for each in world.told.cases.values() if not each.is_erased]
    return world.chance.choice(there) if there else None


def _holder(window: Window) -> LeaseHolder:
    return LeaseHolder(who=window.process.who, where="here", since=NOW, pid=1)


def _texted(world: World, draft: Draft, window: Window) -> Draft:
    """A draft with a text that no other has."""
    by = window.process.who
    answer = an_answer(f"typed {world.number()}", by=by, at=world.clock.now)
    return msgspec.structs.replace(draft, answers={"fixated": answer}, by=by, changed=world.clock.now)


def _may_be_kept_aside(told: CaseTold, draft: Draft) -> None:
    """A save that is refused replaces what the same person's save of the same version left aside."""
    kept = told.aside.get((draft.id, draft.by, draft.version))
    if kept:
        kept.append(text_of(draft))


def _kept_aside(told: CaseTold, draft: Draft) -> None:
    told.aside[draft.id, draft.by, draft.version] = [text_of(draft)]


def _have_others_tried(versions: Versions, window: Window) -> bool:
    """Whether another window tried to save since this one last read or saved the draft."""
    return any(each != window.name for each in versions.attempts[window.seen :])


ACTIONS: dict[str, Callable[[World, Window], None]] = {
    "sign in": sign_in,
    "create": create,
    "open": open_case,
    "type": type_text,
    "type on": type_on,
    "save again": save_again,
    "type into a form": type_form,
    "record": record,
    "correct": correct,
    "sign off": sign_off,
    "add": add,
    "disable": disable,
    "enable": enable,
    "lock": lock,
    "unlock": unlock,
    "log out": log_out,
    "hold": hold,
    "lift": lift,
    "erase": erase,
    "back up": back_up,
    "restore": restore,
    "interleave": interleave,
}
"""Every action by name."""

WEIGHTS = {
    "sign in": 4,
    "open": 3,
    "create": 2,
    "type": 3,
    "type on": 4,
    "type into a form": 2,
    "record": 3,
    "interleave": 3,
}
"""How often an action is taken, if not once."""
