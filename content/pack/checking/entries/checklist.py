"""Validation of the checklist: its questions, and those that the program needs."""

from collections import Counter
from collections.abc import Iterator

from content.pack.answers import allowed_values
from content.pack.checking.entries.conditions import every_condition, pseudo_questions, when_faults
from content.pack.fault import EntryName, Fault
from content.pack.known_questions import KNOWN, KNOWN_OPTIONS, LAST_TIME
from content.pack.model import MAX_LABEL, Pack, Question

FOUR = ("F", "O", "U", "R")


def question_name(question: str) -> EntryName:
    """The name of a question as a fault has it."""
    return EntryName("checklist.toml", "question", question)


def question_faults(pack: Pack) -> Iterator[Fault]:
    """The faults of every question, and what is missing among them."""
    earlier: set[str] = set()
    for question in pack.checklist.questions:
        where = question_name(question.id)
        if question.id in pseudo_questions() or question.id.startswith(LAST_TIME):
            yield where.fault("key 'id' is taken: conditions of prompts use it", "id")
        yield from _option_faults(question, where)
        yield from _label_faults(question, where)
        if question.opens_when:
            yield from when_faults(pack, question.opens_when, where, "opens_when", is_prompt=False)
            late = [each.question for each in every_condition(question.opens_when) if each.question not in earlier]
            if late and pack.checklist.question(late[0]):
                says = f"key 'opens_when' names '{late[0]}', which does not come before it"
                yield where.fault(says, "opens_when", question_name(late[0]))
        earlier.add(question.id)
    yield from _missing_questions(pack)


def _option_faults(question: Question, where: EntryName) -> Iterator[Fault]:
    if question.kind == "choice" and not question.options:
        yield where.fault("missing key 'options'")
    if question.kind != "choice" and question.options:
        yield where.fault("key 'options' is only allowed with kind 'choice'", "options")
    for repeated, times in Counter(option.id for option in question.options).items():
        if times > 1:
            yield where.fault(f"key 'options' has '{repeated}' twice", "options")
    for worse in question.worse_when:
        if worse not in allowed_values(question):
            yield where.fault(f"key 'worse_when' names '{worse}', which is not an answer to it", "worse_when")


def _label_faults(question: Question, where: EntryName) -> Iterator[Fault]:
    if len(question.label) > MAX_LABEL:
        key = "short" if question.short else "text"
        excess = len(question.label) - MAX_LABEL
        says = f"key '{key}' is {excess} characters too long for a list: shorten it in key 'short'"
        yield where.fault(says, key)


def _missing_questions(pack: Pack) -> Iterator[Fault]:
    """The questions, options and letters that the program itself reads and the pack lacks."""
    for wanted, kind in KNOWN.items():
        found = pack.checklist.question(wanted)
        if found is None:
            yield question_name(wanted).fault("the question is missing, and the program needs it")
        elif found.kind != kind:
            yield question_name(wanted).fault(f"key 'kind' must be '{kind}'", "kind")
    for wanted, option in KNOWN_OPTIONS:
        found = pack.checklist.question(wanted)
        if found is not None and found.kind == "choice" and all(each.id != option for each in found.options):
            says = f"key 'options' has no '{option}', and the program needs it"
            yield question_name(wanted).fault(says, "options")
    letters = {question.letter for question in pack.checklist.questions}
    for letter in FOUR:
        if letter not in letters:
            yield EntryName("checklist.toml").fault(f'no question has letter = "{letter}": FOUR needs all its letters')
