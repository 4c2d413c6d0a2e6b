"""The crash log is bounded, private, and free of data."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.diagnostics import crash_log
from store.engine.files.layout import Layout
from store.engine.names import is_case_id
from store.engine.places import engine_at
from store.errors import StoreError
from tests.builders import NOW


def a_fault(kind: str, at: dt.datetime = NOW) -> crash_log.Fault:
    raised = (crash_log.Raised(kind=kind, frames=("tui/app.py:1:run",)),)
    return crash_log.Fault(at=at, reference=f"F-{kind}", version="1", raised=raised)


def test_the_newest_faults_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    Layout(tmp_path).make()

    for number in range(crash_log.MOST_KEPT + 2):
        crash_log.add(engine_at(tmp_path), a_fault(str(number)))

    kept = crash_log.logged(engine_at(tmp_path))
    assert (len(kept), kept[0].reference, kept[-1].reference) == (crash_log.MOST_KEPT, "F-2", "F-101")


def test_the_very_same_fault_again_is_counted_under_its_first_reference(tmp_path: Path) -> None:
    Layout(tmp_path).make()
    later = NOW + dt.timedelta(hours=1)
    crash_log.add(engine_at(tmp_path), a_fault("A"))

    found = crash_log.add(
        engine_at(tmp_path), crash_log.Fault(at=later, reference="F-B", version="1", raised=a_fault("A").raised)
    )

    (kept,) = crash_log.logged(engine_at(tmp_path))
    assert (found, kept.reference, kept.times, kept.at) == ("F-A", "F-A", 2, later)


def test_a_line_that_is_garbled_hides_no_other_and_is_no_reason_to_log_nothing(tmp_path: Path) -> None:
    Layout(tmp_path).make()
    crash_log.add(engine_at(tmp_path), a_fault("A"))
    log = tmp_path / "faults.log"
    log.write_bytes(log.read_bytes() + b'{"at": garbled\n\xff\n')

    crash_log.add(engine_at(tmp_path), a_fault("B"))

    assert [each.reference for each in crash_log.logged(engine_at(tmp_path))] == ["F-A", "F-B"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    Layout(tmp_path / "data").make()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine\n", encoding="utf-8")
    (tmp_path / "data" / "faults.log").symlink_to(elsewhere)

    with pytest.raises(StoreError):
        crash_log.add(engine_at(tmp_path / "data"), a_fault("A"))

    assert elsewhere.read_text(encoding="utf-8") == "mine\n"


def test_no_data_directory_is_made_for_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        crash_log.add(engine_at(tmp_path / "none"), a_fault("A"))

    assert not (tmp_path / "none").exists()


def test_an_exception_is_logged_with_its_causes_and_none_of_its_values() -> None:
    words = "He waits outside"
    try:
        try:
            dict[str, str]()[words]
        except KeyError as error:
            raise ExceptionGroup(words, [ValueError(words), error]) from error
    except ExceptionGroup as group:
        raised = crash_log.raised(group)

    assert [each.kind for each in raised] == ["ExceptionGroup", "ValueError", "KeyError"]
    assert raised[0].frames[0].startswith("tests/store/diagnostics/test_crash_log.py:")
    assert words not in repr(raised)


def test_a_fault_with_a_cyclic_cause_or_a_deep_stack_is_logged_in_few_lines() -> None:
    def deeper() -> None:
        deeper()

    try:
        deeper()
    except RecursionError as error:
        error.__context__ = ValueError()
        error.__context__.__context__ = error
        raised = crash_log.raised(error)

    assert [each.kind for each in raised] == ["RecursionError", "ValueError"]
    assert len(raised[0].frames) < 50


@given(st.integers(0, 2**crash_log.REFERENCE_BITS - 1))
def test_the_reference_of_a_fault_is_never_that_of_a_case(random_bits: int) -> None:
    reference = crash_log.reference(random_bits)

    assert len(reference) == len("F-7K4-M2X")
    assert not is_case_id(reference)


def test_no_two_faults_have_one_reference() -> None:
    assert len({crash_log.reference(bits) for bits in range(0, 2**30, 2**18 + 1)}) == len(range(0, 2**30, 2**18 + 1))
