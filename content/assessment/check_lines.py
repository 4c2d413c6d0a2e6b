"""Single lines of the check before sign-off: problems, prompts, incidents, disclosures."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from content.assessment.answering import dangers_not_asked
from content.assessment.conditions import ChecklistState
from content.assessment.problems import Problem, ProblemReason
from content.assessment.prompts import Prompt
from content.case.phrases import answer_in_words, day
from content.case.prompt_replies import Reply
from content.dates import day_in_words
from content.entries.disclosure import Disclosure, recipient_in_words
from content.entries.incident import Incident, happened_in_words
from content.pack.model import Checklist, Pack, Question
from content.pack.provenance import citation
from content.text import one_line

NAMED_FIRST = 2
"""How many questions about danger are named if no prompt is open."""


def answer_or_state(question: Question, now: ChecklistState) -> str:
    """The answer to a question, `not asked`, or `no longer applies`."""
    return answer_in_words(question, now.counted.get(question.id)) if question.id in now.open else "no longer applies"


def problem_words(problem: Problem, remedies: Mapping[ProblemReason, str]) -> str:
    """What blocks sign-off, in the front end's own words if it has some for the reason."""
    return remedies.get(problem.reason, problem.says)


def problem_line(checklist: Checklist, problem: Problem, remedies: Mapping[ProblemReason, str]) -> str:
    """The line of a problem: its question, if it has one, then what blocks sign-off."""
    question = checklist.question(problem.question)
    says = problem_words(problem, remedies)
    if question:
        return f"{question.text} {says[:1].upper()}{says[1:]}."
    return f"{'Contradiction' if problem.prompt else 'Action'}: {says}."


def incident_line(incident: Incident) -> str:
    """An incident: when it happened, what happened, and through which channels."""
    how = f" ({', '.join(incident.how)})" if incident.how else ""
    return f"{happened_in_words(incident)}: {one_line(incident.what)}{how}"


def disclosure_line(disclosure: Disclosure) -> str:
    """A disclosure: the day, the recipient, and what was given."""
    return f"{day_in_words(disclosure.day)}, to {recipient_in_words(disclosure)}: {one_line(disclosure.what)}"


def prompt_line(pack: Pack, prompt: Prompt, today: dt.date) -> str:
    """A prompt: its urgency, what to do next, and its source."""
    rule = prompt.rule
    return f"{rule.urgency.upper()}: {one_line(prompt.says)} ({citation(pack, rule, today)})"


def no_prompt_line(checklist: Checklist, now: ChecklistState) -> str:
    """The line if no prompt is open: the questions about danger that have to be asked first, if any were not."""
    left = [question.label for question in dangers_not_asked(checklist, now)]
    more = ["and more on danger"] if len(left) > NAMED_FIRST else []
    return f"ASK FIRST: {'; '.join([*left[:NAMED_FIRST], *more])}" if left else "No prompts open."


def reply_line(reply: Reply, zone: ZoneInfo) -> str:
    """The reply to a prompt: `Done, sam 24 Nov 2026: rang them`."""
    why = f": {one_line(reply.why)}" if reply.why.strip() else ""
    return f"{reply.state.capitalize()}, {one_line(reply.by)} {day(reply.at, zone)}{why}"
