"""One case from the first answer to the comparison of two assessments, with a lost machine in between."""

import itertools
import json
import signal
import time
from pathlib import Path

from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import a_case, an_assessment
from tests.drafts import WHOLE
from tests.keys import answers, asked, sent, to
from tests.terminal import kept
from tests.terminal.line import CTRL_E, CTRL_T, CTRL_Y, END, ENTER, ESCAPE, PAGE_DOWN, Line
from tests.terminal.steps import HOME, NOTE, Start, at_home, in_new_case
from tui.session.settings import utc_now

FIRST_BY_REFERENCE = "0000-0000"
WORDS = "She sees him at the school gate on most days. "
WRITING = 1.5
"""Seconds that the note is written for."""

PROMISED = 0.5
"""Seconds within which what is typed is on the disk."""

ANSWERED = {
    "start.how-spoken": "face-to-face",
    "start.safe-to-talk": "yes",
    "happening.pattern": "yes",
    "happening.following": "yes",
    "happening.monitoring": "no",
    "happening.loitering": "no",
    "happening.breaking-in": "no",
    "suspect.fixated": "yes",
    "suspect.obsessive": "yes",
    "suspect.unwanted": "yes",
    "suspect.repeated": "yes",
}
JUDGED = {name: value for name, value in WHOLE.items() if name not in ANSWERED} | {
    "judgement.rationale": "He is fixed on her, and she is afraid",
    "judgement.review-date": "in 7 days",
}
"""What is needed besides to sign off."""

ANEW = {
    name: {**ANSWERED, **JUDGED}[name]
    for name in (
        "start.how-spoken",
        "start.safe-to-talk",
        "start.danger-now",
        "start.suspect-place",
        "start.children-place",
        "start.safe-contact",
        "start.never-contact",
        "judgement.rationale",
        "judgement.tonight",
        "judgement.no-actions",
        "judgement.review-date",
    )
}
"""What a reassessment asks again."""

CONFIRMED = (
    "start.referral",
    "judgement.view",
    "judgement.victim-view",
)
"""What is confirmed at the reassessment, besides what is happening and the suspect."""


SHOWN = 30
"""Letters of a question that every list shows."""


def row(given: str, question: str) -> str:
    """A row of the checklist, as far as it is sure to be shown."""
    return given + asked(question).label[:SHOWN]


def test_a_case_from_its_first_answer_to_how_the_risk_has_moved(start: Start, data: Path) -> None:
    CaseRepository(engine_at(data)).create(
        a_case(id=FIRST_BY_REFERENCE, assessments=(an_assessment(case=FIRST_BY_REFERENCE, signed_off=utc_now()),))
    )
    line = in_new_case(start)
    answer_some(line, data)
    kept_letters = write_until_the_machine_is_lost(line, data)

    line = at_home(start)
    resume_the_draft_that_is_offered_first(line, kept_letters)
    judge(line)
    sign_off(line, adds="Medium   [##-] The same ")
    (before,) = kept.assessments(data)
    assert kept.draft(data) == {}

    reassess(line)
    confirm_and_change_all_but_one(line)
    be_refused_until_the_last_is_confirmed(line)
    assert kept.assessments(data) == [before]
    sign_off(line, adds="High     [###] The same ")

    untouched, after = kept.assessments(data)
    assert untouched == before
    assert json.loads(after)["follows"] == json.loads(before)["id"]
    assert json.loads(after)["trigger"] == "escalation"
    see_what_got_worse(line)


def answer_some(line: Line, data: Path) -> None:
    line.keys(sent(answers(ANSWERED)))
    line.wait_for("2 The suspect: FOUR: 4 of ", "11 of ")
    line.wait_until(lambda: kept.values(data) == ANSWERED, "eleven answers on the disk")


def write_until_the_machine_is_lost(line: Line, data: Path) -> str:
    """Write a note, kill the session while the keys still come, and return as much of it as is kept."""
    line.keys(sent(to("victim.affected")), CTRL_T)
    line.wait_for(NOTE, asked("victim.affected").text[:SHOWN])
    written = ""
    shown_at = [time.monotonic()]
    while shown_at[-1] - shown_at[0] < WRITING:
        written += WORDS[len(written) % len(WORDS)]
        line.keys(written[-1])
        line.wait_for_words(written)
        shown_at.append(time.monotonic())
    written += "Then"
    line.keys("Then")
    line.kill()
    lost_at = time.monotonic()
    assert line.wait_for_end() == 128 + signal.SIGKILL

    # A machine that took so long over a letter may take as long again over a save.
    slowest = max(after - before for before, after in itertools.pairwise(shown_at))
    due = sum(shown <= lost_at - PROMISED - slowest for shown in shown_at[1:])
    assert due > 10, "the letters came too fast to show anything"
    (note,) = kept.notes(data)
    assert written.startswith(note)
    assert len(note) >= due
    assert kept.values(data) == ANSWERED | {"victim.affected": ""}
    return note


def resume_the_draft_that_is_offered_first(line: Line, note: str) -> None:
    line.keys("2")
    shown = line.wait_for("2 cases: 1 DANGER NOW, 1 draft to resume", " AB ", FIRST_BY_REFERENCE)
    first = next(row for row in shown.splitlines() if row.startswith("> "))
    assert " AB " in first
    assert "DANGER NOW in the draft; draft" in first
    line.keys(ENTER)
    line.wait_for("> Draft to resume: First assessment, 11 of ")
    line.keys(ENTER)
    line.wait_for("11 of ", "saved ")
    line.wait_for_words(f"Note (basis not said): {note}")


def judge(line: Line) -> None:
    line.keys(sent(answers(JUDGED)))
    line.wait_for("7 Judgement and plan: 6 of ", "23 of ")


def sign_off(line: Line, *, adds: str) -> None:
    """Sign off from the checklist or the check, which adds a line to the case."""
    if "Check and sign off" not in line.screen().splitlines()[0]:
        line.keys(CTRL_E)
    line.wait_for("Check and sign off", "Nothing blocks sign-off.")
    line.keys("s")
    line.wait_for("> 1  Go back; nothing is signed off", "2  Sign off now")
    line.keys("2")
    line.wait_for("Signed off. Review ")
    line.keys(END)
    line.wait_for("Own view     View", adds)


def reassess(line: Line) -> None:
    line.keys("a")
    line.wait_for("Why reassess now?", "4  The behaviour is escalating")
    line.keys("4")
    line.wait_for("Reassessment of ", row("> last: Face ... ", "start.how-spoken"), "0 of ")


def confirm_and_change_all_but_one(line: Line) -> None:
    line.keys(sent(answers(ANEW)))
    line.wait_for("10 of ")
    for question in CONFIRMED:
        line.keys(sent(to(question)), CTRL_Y)
    line.wait_for("13 of ")
    line.keys(sent(to("happening.pattern")), "c")
    line.wait_for("SINCE WHEN?", row("> last: yes      ", "happening.following"))
    line.keys("s", "ce", "ys", "c")
    line.wait_for(
        row("  yes, since     ", "happening.pattern"),
        row("  yes, earlier   ", "happening.following"),
        row("  yes, since     ", "happening.monitoring"),
        row("  no             ", "happening.loitering"),
        row("> last: no       ", "happening.breaking-in"),
    )
    line.keys(sent(to("suspect.fixated")), "c" * 4)
    line.wait_for("2 The suspect: FOUR: 4 of ")
    line.keys(sent(answers({"judgement.level": "high"})))
    line.wait_for(row("  High           ", "judgement.level"))


def be_refused_until_the_last_is_confirmed(line: Line) -> None:
    line.keys(CTRL_E)
    line.wait_for("There is a problem (1 to correct before signing off)", "Carried from last time")
    line.keys("s")
    line.wait_for_quiet(0.5)
    assert "There is a problem (1 to correct before signing off)" in line.screen()
    line.keys(ENTER)
    line.wait_for(row("> last: no       ", "happening.breaking-in"), "There is a problem: carried from last time")
    line.keys("c", ESCAPE)
    line.wait_for("Check and sign off", "Nothing blocks sign-off.")


def see_what_got_worse(line: Line) -> None:
    line.keys("v")
    shown = line.wait_for("THEN: ", "NOW: ", "Trigger: The behaviour is escalating.")
    assert "Level Medium (2 of 3)" in shown
    assert "Level High (3 of 3)" in shown
    line.keys(PAGE_DOWN)
    shown = line.wait_for("CHANGED TOWARDS WORSE, OR NEWLY KNOWN", "now yes, since last assessment")
    worse = shown.split("CHANGED TOWARDS WORSE, OR NEWLY KNOWN")[1].split("HAPPENED AGAIN")[0]
    assert asked("happening.monitoring").label[:SHOWN] in " ".join(worse.split())
    assert "was no" in worse
    assert "now yes, since last assessment" in worse
    line.keys(ESCAPE)
    line.wait_for("Own view     View")
    line.keys(ESCAPE)
    line.wait_for("Assessments")
    line.keys(ESCAPE)
    line.wait_for(HOME)
