"""The plan as a document: the order and the states of its actions, and the history of one."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.documents.document import Line
from content.documents.plan_document import action_document, plan_document
from content.entries.action import resolve
from tests.builders import A_FRIDAY, LATER, TODAY, a_case, an_action

LONDON = ZoneInfo("Europe/London")


def test_open_actions_come_first_by_their_due_dates_and_closed_ones_are_quiet() -> None:
    late, today = an_action(id="late", due=TODAY - dt.timedelta(days=2)), an_action(id="today", due=TODAY)
    actions = (an_action(id="done", state="done"), an_action(id="later", due=A_FRIDAY), today, late)

    document = plan_document(a_case(actions=actions), TODAY)

    assert document.section("summary").blocks == (Line(text="3 open, 1 overdue"),)
    lines = [line for line in document.section("actions").blocks if isinstance(line, Line)]
    assert [(line.anchor, line.label, line.tone) for line in lines] == [
        ("late", "OVERDUE 2 d", "warning"),
        ("today", "due today", ""),
        ("later", "27 Nov 2026", ""),
        ("done", "done", "quiet"),
    ]


def test_an_action_says_who_does_it_and_what_came_of_it() -> None:
    action = msgspec.structs.replace(an_action(), concern="He waits there", outcome="They know", agreed="no")

    (line,) = plan_document(a_case(actions=(action,)), TODAY).section("actions").blocks

    assert isinstance(line, Line)
    assert line.text == (
        "Ring the workplace - PC Lee; NOT agreed with the person. Answers: He waits there. Outcome: They know"
    )


def test_the_history_of_an_action_has_a_section_for_each_version() -> None:
    first = an_action()
    second = resolve(first, "done", outcome="They know", now=LATER, today=TODAY, by="kit")

    sections = action_document((first, second), LONDON).sections

    assert [section.heading for section in sections] == [
        "20 Nov 2026 14:05, sam: open",
        "20 Nov 2026 14:12, kit: done",
    ]
    fields = [(line.label, line.text) for line in sections[1].blocks if isinstance(line, Line)]
    assert fields == [
        ("What", "Ring the workplace"),
        ("Owner", "PC Lee"),
        ("Due", "Fri 27 Nov 2026"),
        ("Agreed", "agreed with the person"),
        ("Outcome", "They know"),
    ]
