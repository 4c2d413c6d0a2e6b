"""Any typed text is stored unchanged, under any clock, in the file of its case and nowhere else."""

import datetime as dt
import os
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content.case.model import Case, summary
from store.cases.repository import CaseRepository
from store.engine import protocol
from store.engine.places import engine_at
from store.errors import StoreRefusedError
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_answer,
    an_assessment,
    an_incident,
    saying,
)
from tests.store.faults.forking import MEMORY

PATHS = ("../../etc/passwd", "/etc/shadow", "cases/7K4Q-M2XT.json", "..", "~root", "a\x00b", "C:\\x", ".x.json.tmp", "")
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
NAMES = ("Zo\u00eb O\u2019Neill", "\u5f20\u4f1f", "\u0645\u062d\u0645\u062f", "e\u0301", "\U0001f469\u200d\U0001f692")
THOUSAND_LINES = "\n".join(f"{number}: {NAMES[number % 5]} {BIDI[number % 12]}" for number in range(1000))

typed = (
    st.sampled_from([*PATHS, *NAMES, BIDI, CONTROLS, "\r\n", "\u2028\u2029", "\ufeff", "{}", '"],"x":["'])
    | st.text(st.sampled_from(BIDI + CONTROLS + "aZ9 ./\\\n"), max_size=30)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
)
leap_days = st.sampled_from([dt.date(2024, 2, 29), dt.date(2028, 2, 29), dt.date(2000, 2, 29)])
days = leap_days | st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
zones = st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=14)), dt.timezone(-dt.timedelta(hours=9, minutes=30))])
moments = st.builds(dt.datetime.combine, days, st.times(), tzinfo=zones)


@given(
    st.lists(typed, min_size=8, max_size=8),
    st.lists(days, min_size=2, max_size=2),
    st.lists(moments, min_size=4, max_size=4),
)
@example([" \u2028spaced\r\n "] * 8, [dt.date(2028, 2, 29)] * 2, [NOW, NOW - dt.timedelta(days=400), NOW, NOW])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_that_was_typed_is_there_as_it_was_typed(
    texts: list[str], dates: list[dt.date], clock: list[dt.datetime]
) -> None:
    """The clock jumps: back, forward, and across zones and leap days."""
    note, what, answer, reference, initials, by, step, why = texts
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        data = Path(folder) / "data"
        store = CaseRepository(engine_at(data))
        store.create(a_case(initials=initials, own_reference=reference, by=by))
        draft = store.start_draft(a_draft(by=by, changed=clock[0]))
        for at in clock:
            changed = msgspec.structs.replace(draft, changed=at, answers={"q": an_answer(answer, note=note, at=at)})
            draft = store.save_draft(changed)
        incident = an_incident(dates[0].isoformat(), what=what, at=clock[1])
        action = msgspec.structs.replace(an_action(what=step, due=dates[1], at=clock[2]), why=why)
        store.record(A_CASE_ID, incident)
        store.record(A_CASE_ID, action)
        store.record(A_CASE_ID, a_note(note, at=clock[3]))
        disclosure = msgspec.structs.replace(a_disclosure(what, to=by, day=dates[1], at=clock[0]), why=why)
        store.record(A_CASE_ID, disclosure)
        expected = a_case(
            initials=initials,
            own_reference=reference,
            by=by,
            draft=draft,
            incidents=(incident,),
            actions=(action,),
            notes=(a_note(note, at=clock[3]),),
            disclosures=(disclosure,),
        )

        found = CaseRepository(engine_at(data)).case(A_CASE_ID)

        assert found == expected
        assert CaseRepository(engine_at(data)).listing().summaries == (summary(expected),)
        assert {path.name for path in (data / "cases").iterdir()} == {f"{A_CASE_ID}.json"}
        assert {path.name for path in Path(folder).iterdir()} == {"data"}


def test_notes_of_a_thousand_lines_are_kept_to_the_letter(drafted: CaseRepository) -> None:
    saved = drafted.save_draft(
        msgspec.structs.replace(
            a_draft(), answers={f"question-{number}": an_answer(note=THOUSAND_LINES) for number in range(20)}
        )
    )
    drafted.record(A_CASE_ID, a_note(THOUSAND_LINES))

    found = drafted.case(A_CASE_ID)

    assert found.draft == saved
    assert found.notes[0].text.splitlines() == THOUSAND_LINES.splitlines()


@pytest.mark.parametrize("steps", [[0, -86_400, 3_600], [0, 0, 0], [0, 31_536_000, -31_536_000]])
def test_the_order_of_saves_is_the_order_they_came_in_whatever_the_clock_said(
    store: CaseRepository, data: Path, steps: list[int]
) -> None:
    store.create(a_case())
    path = data / "cases" / f"{A_CASE_ID}.json"
    for number, seconds in enumerate(steps):
        at = NOW + dt.timedelta(seconds=seconds)
        draft = store.start_draft(a_draft(id=f"draft-{number}", changed=at))
        draft = store.save_draft(saying(draft, str(number)))
        signed = an_assessment(id=draft.id, signed_off=at, answers=draft.answers, level=f"level {number}")
        store.sign_off(signed, draft)
        # File times jump as well, as after a step of the machine's clock.
        os.utime(path, (at.timestamp(), at.timestamp()))

        assert [each.level_name for each in store.listing().summaries] == [f"Level {number}"]

    assert [each.id for each in store.case(A_CASE_ID).assessments] == ["draft-0", "draft-1", "draft-2"]


def test_a_case_may_grow_to_the_largest_that_can_be_read_and_no_further(
    drafted: CaseRepository, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"

    def with_note(length: int) -> Case:
        found = drafted.case(A_CASE_ID).draft
        assert found
        drafted.save_draft(msgspec.structs.replace(found, answers={"text": an_answer(note="x" * length)}))
        return drafted.case(A_CASE_ID)

    with_note(10_000)
    monkeypatch.setattr(protocol, "LARGEST", path.stat().st_size)
    grown = with_note(10_000)

    with pytest.raises(StoreRefusedError, match=f"Nothing was stored: {A_CASE_ID}.json would be larger than"):
        with_note(10_001)

    assert drafted.case(A_CASE_ID) == grown
    drafted.create(a_case(id=ANOTHER_CASE_ID))
