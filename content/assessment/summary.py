"""What is read before signing off, in plain lines: the prompts, the incidents, and what the answers point to."""

from zoneinfo import ZoneInfo

import msgspec

from content.assessment.conditions import ChecklistState
from content.assessment.prompts import Prompt
from content.assessment.sign_off import Problem
from content.case.phrases import day, said
from content.case.prompt_replies import Reply
from content.dates import in_words
from content.entries.disclosure import Disclosure, recipient_in_words
from content.entries.incident import Incident, happened_in_words
from content.pack.answers import YES
from content.pack.model import Checklist, Pack, Question
from content.text import one_line


class Pointing(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers say of one direction; no conclusion is drawn from it."""

    asked: int
    """How many questions point there."""

    yes: tuple[str, ...]
    """Those of them that were answered yes, in words."""


def pointing(checklist: Checklist, now: ChecklistState, where: str) -> Pointing:
    """What the answers point to, such as `stalking`: the questions answered yes, and how many there are."""
    asked = [question for question in checklist.questions if question.points_to == where]
    yes = (question.text for question in asked if question.id in now.counted and now.counted[question.id].value == YES)
    return Pointing(asked=len(asked), yes=tuple(yes))


def state_in_words(question: Question, now: ChecklistState) -> str:
    """What was said to a question, "not asked" where nothing was, or that it no longer applies."""
    return said(question, now.counted.get(question.id)) if question.id in now.open else "no longer applies"


def problem_line(checklist: Checklist, problem: Problem) -> str:
    """What blocks sign-off, after the question that it is about, or as an action."""
    question = checklist.question(problem.question)
    if question is None:
        return f"Action: {problem.says}."
    return f"{question.text} {problem.says[:1].upper()}{problem.says[1:]}."


def incident_line(incident: Incident) -> str:
    """An incident: when it happened, what, and in which ways."""
    how = f" ({', '.join(incident.how)})" if incident.how else ""
    return f"{happened_in_words(incident)}: {one_line(incident.what)}{how}"


def disclosure_line(disclosure: Disclosure) -> str:
    """A disclosure: on which day, to whom, and what."""
    return f"{in_words(disclosure.day)}, to {recipient_in_words(disclosure)}: {one_line(disclosure.what)}"


def prompt_line(pack: Pack, prompt: Prompt) -> str:
    """A prompt in words: how urgent, what to do next, and its source."""
    rule = prompt.rule
    return f"{rule.urgency.upper()}: {one_line(prompt.says)} ({pack.source_line(rule.source)})"


def reply_line(reply: Reply, zone: ZoneInfo) -> str:
    """What was said to a prompt: `Done, sam 24 Nov 2026: rang them`."""
    why = f": {one_line(reply.why)}" if reply.why.strip() else ""
    return f"{reply.state.capitalize()}, {one_line(reply.by)} {day(reply.at, zone)}{why}"
