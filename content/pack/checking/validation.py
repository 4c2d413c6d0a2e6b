"""Pack validation: checks across entries, such as unique ids, references that resolve, and required questions."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from content.errors import PackError
from content.pack.answers import YES, allowed_values
from content.pack.checking.safety_core import EMERGENCY_NUMBER, changed_core, silent_dangers
from content.pack.checking.statements import missing_words
from content.pack.checking.typed_numbers import typed_numbers
from content.pack.closed_days import closed_day_faults, closure_faults
from content.pack.known_questions import (
    CHANGED,
    CONTACT_PLACEHOLDER,
    DATE_PLACEHOLDER,
    FACTS,
    HIGHEST,
    IS_REPEAT_DUE,
    KNOWN,
    KNOWN_OPTIONS,
    LAST_TIME,
    LEVEL,
    LOWERED,
    LOWEST,
    NOT_ASKED,
    RAISED,
    TRIGGER,
    WITHDRAWN,
    WITHDRAWN_PLACEHOLDER,
)
from content.pack.model import MAX_LABEL, URGENCIES, Condition, ConditionSet, Pack, PromptRule, Question
from content.pack.policy import ReasonCode, ReasonId
from content.pack.reading.loader import load_pack, national_tables, read_tables


def checked_pack(texts: Mapping[str, str]) -> Pack:
    """Load a pack from the texts of its files and validate it.

    A pack without a base must have the safety core of the national pack.

    Raises:
        PackError: If the pack has a fault; the message names file, entry and key.
    """
    pack = load_pack(texts)
    check_pack(pack)
    tables = read_tables(texts)
    core = changed_core(tables, national_tables()) if pack.national is None else ()
    for fault in (*typed_numbers(tables), *core):
        raise PackError(fault)
    return pack


def check_pack(pack: Pack) -> None:
    """Validate a pack, and raise its first fault.

    Raises:
        PackError: If the pack has a fault; the message names file, entry and key.
    """
    fault = next(faults(pack), None)
    if fault:
        raise PackError(fault)


def faults(pack: Pack) -> Iterator[str]:
    """Every fault in a pack, one sentence each."""
    yield from _policy_faults(pack)
    yield from _repeated_ids(pack)
    yield from _unnamed_sources(pack)
    yield from _question_faults(pack)
    yield from _prompt_faults(pack)
    yield from _contact_faults(pack)
    yield from _uncited(pack)
    yield from _weakened(pack)
    yield from silent_dangers(pack)


def _policy_faults(pack: Pack) -> Iterator[str]:
    policy = pack.policy
    try:
        zoneinfo.ZoneInfo(policy.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        yield f"pack.toml: key 'time_zone' names no time zone: '{policy.time_zone}'"
    for key, entries in (
        ("levels", policy.levels),
        ("triggers", policy.triggers),
        ("erasure_reasons", policy.erasure_reasons),
        ("hold_reasons", policy.hold_reasons),
    ):
        if not entries:
            yield f"pack.toml: key '{key}' is empty"
    if policy.closed_days:
        yield from (f"pack.toml, closed_days: {fault}" for fault in closed_day_faults(policy.closed_days))
    yield from _code_faults("erasure reason", policy.erasure_reasons)
    yield from _code_faults("hold reason", policy.hold_reasons)
    for source in pack.sources:
        if source in pack.statements:
            yield f"sources.toml, source {source}: a statement of the briefing has the same id"


def _code_faults(noun: str, reasons: Iterable[ReasonCode]) -> Iterator[str]:
    """Codes that are not valid in the audit log, which must not contain free text."""
    for reason in reasons:
        if not _is_code(reason.id):
            yield f"pack.toml, {noun} {reason.id}: key 'id' must be 1 to 40 small letters, digits and hyphens"


def _is_code(text: str) -> bool:
    try:
        msgspec.convert(text, ReasonId)
    except msgspec.ValidationError:
        return False
    return True


def _repeated_ids(pack: Pack) -> Iterator[str]:
    policy = pack.policy
    sections = pack.checklist.sections
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("pack.toml, level", (level.id for level in policy.levels)),
        ("pack.toml, trigger", (trigger.id for trigger in policy.triggers)),
        ("pack.toml, erasure reason", (reason.id for reason in policy.erasure_reasons)),
        ("pack.toml, hold reason", (reason.id for reason in policy.hold_reasons)),
        ("guide.toml, topic", (topic.id for topic in pack.topics)),
        ("checklist.toml, section", (section.id for section in sections)),
        ("checklist.toml, question", (question.id for section in sections for question in section.questions)),
        ("prompts.toml, prompt", (rule.id for rule in pack.prompts)),
        ("contacts.toml, contact", (contact.id for contact in pack.contacts)),
    )
    for where, ids in named:
        for repeated in (name for name, times in Counter(ids).items() if times > 1):
            yield f"{where} {repeated}: key 'id' is used twice"


def _unnamed_sources(pack: Pack) -> Iterator[str]:
    known = pack.statements.keys() | pack.sources.keys()
    for where, key, source in _cited_sources(pack):
        if source not in known:
            yield f"{where}: key '{key}' names no known source: '{source}'"


def _cited_sources(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every source that is cited: where, the key, the source."""
    for topic in pack.topics:
        yield from ((f"guide.toml, topic {topic.id}", "source", point.source) for point in topic.points)
    for section in pack.checklist.sections:
        for question in section.questions:
            yield f"checklist.toml, question {question.id}", "source", question.source
            if question.why_source:
                yield f"checklist.toml, question {question.id}", "why_source", question.why_source
    yield from ((f"prompts.toml, prompt {rule.id}", "source", rule.source) for rule in pack.prompts)
    yield from ((f"contacts.toml, contact {contact.id}", "source", contact.source) for contact in pack.contacts)
    if pack.policy.closed_days:
        yield "pack.toml, closed_days", "source", pack.policy.closed_days.source


def _question_faults(pack: Pack) -> Iterator[str]:
    earlier: set[str] = set()
    for question in pack.checklist.questions:
        where = f"checklist.toml, question {question.id}"
        if question.id in _pseudo_questions() or question.id.startswith(LAST_TIME):
            yield f"{where}: key 'id' is taken: conditions of prompts use it"
        yield from _option_faults(question, where)
        yield from _label_faults(question, where)
        if question.opens_when:
            yield from _when_faults(pack, question.opens_when, f"{where}: key 'opens_when'")
            late = [each.question for each in _every_condition(question.opens_when) if each.question not in earlier]
            if late:
                yield f"{where}: key 'opens_when' names '{late[0]}', which does not come before it"
        earlier.add(question.id)
    yield from _missing_questions(pack)


def _missing_questions(pack: Pack) -> Iterator[str]:
    """The questions and options that the program itself reads and the pack lacks."""
    for wanted, kind in KNOWN.items():
        found = pack.checklist.question(wanted)
        if found is None:
            yield f"checklist.toml, question {wanted}: the question is missing, and the program needs it"
        elif found.kind != kind:
            yield f"checklist.toml, question {wanted}: key 'kind' must be '{kind}'"
    for wanted, option in KNOWN_OPTIONS:
        found = pack.checklist.question(wanted)
        if found is not None and found.kind == "choice" and all(each.id != option for each in found.options):
            yield f"checklist.toml, question {wanted}: key 'options' has no '{option}', and the program needs it"


def _option_faults(question: Question, where: str) -> Iterator[str]:
    if question.kind == "choice" and not question.options:
        yield f"{where}: missing key 'options'"
    if question.kind != "choice" and question.options:
        yield f"{where}: key 'options' is only allowed with kind 'choice'"
    for repeated, times in Counter(option.id for option in question.options).items():
        if times > 1:
            yield f"{where}: key 'options' has '{repeated}' twice"
    for worse in question.worse_when:
        if worse not in allowed_values(question):
            yield f"{where}: key 'worse_when' names '{worse}', which is not an answer to it"


def _label_faults(question: Question, where: str) -> Iterator[str]:
    if len(question.label) > MAX_LABEL:
        key = "short" if question.short else "text"
        excess = len(question.label) - MAX_LABEL
        yield f"{where}: key '{key}' is {excess} characters too long for a list: shorten it in key 'short'"


def _every_condition(when: ConditionSet) -> tuple[Condition, ...]:
    return (*when.conditions, *when.unless)


def _when_faults(pack: Pack, when: ConditionSet, where: str, *, is_prompt: bool = False) -> Iterator[str]:
    if not when.conditions:
        yield f"{where} is empty"
    for condition in _every_condition(when):
        if is_prompt and (condition in FACTS or condition.question == TRIGGER):
            yield from _trigger_faults(pack, condition, where)
        elif condition.question in _pseudo_questions():
            yield f"{where} names '{condition.question}', which only a prompt can, and only with its own values"
        else:
            yield from _answer_condition_faults(pack, condition, where, is_prompt=is_prompt)


def _pseudo_questions() -> frozenset[str]:
    return frozenset({TRIGGER, *(fact.question for fact in FACTS)})


def _trigger_faults(pack: Pack, condition: Condition, where: str) -> Iterator[str]:
    if condition.question == TRIGGER and pack.trigger(condition.is_) is None:
        yield f"{where}: '{condition.is_}' is not a trigger in pack.toml"


def _answer_condition_faults(pack: Pack, condition: Condition, where: str, *, is_prompt: bool) -> Iterator[str]:
    """Faults in a condition on an answer of this time or, in a prompt, of last time."""
    is_last_time = is_prompt and condition.question.startswith(LAST_TIME)
    question = pack.checklist.question(
        condition.question.removeprefix(LAST_TIME) if is_last_time else condition.question
    )
    if question is None:
        yield f"{where} names no question: '{condition.question}'"
    elif condition.is_about_date:
        if condition.is_ or question.kind != "date":
            yield f"{where}: only a condition on a date can count days, and it has no 'is': '{condition.question}'"
    elif condition.is_ not in (allowed_values(question) if is_last_time else possible_condition_values(question)):
        yield f"{where}: '{condition.is_}' is not an answer to {condition.question}"
    elif condition.is_ == NOT_ASKED and not is_prompt:
        yield f"{where}: '{NOT_ASKED}' is only known to a prompt"
    elif condition.since and condition.is_ != YES:
        yield f"{where}: key 'since' goes with the answer yes only: '{condition.question}'"


def possible_condition_values(question: Question) -> tuple[str, ...]:
    """The values that a condition of a prompt on a question may name in `is`."""
    of_level = (LOWERED, RAISED, LOWEST, HIGHEST) if question.id == LEVEL else ()
    return (*allowed_values(question), NOT_ASKED, CHANGED, *of_level)


def _prompt_faults(pack: Pack) -> Iterator[str]:
    contacts = {contact.id for contact in pack.contacts}
    for rule in pack.prompts:
        where = f"prompts.toml, prompt {rule.id}"
        yield from _when_faults(pack, rule.when, f"{where}: key 'when'", is_prompt=True)
        yield from _placeholder_faults(rule, where)
        if rule.contact is not None and rule.contact not in contacts:
            yield f"{where}: key 'contact' names no contact: '{rule.contact}'"
        if rule.when_old and URGENCIES.index(rule.when_old) <= URGENCIES.index(rule.urgency):
            yield f"{where}: key 'when_old' must be less urgent than '{rule.urgency}'"


def _placeholder_faults(rule: PromptRule, where: str) -> Iterator[str]:
    """Faults in the placeholders: only a rule on a repeat referral can fill the date, and such a rule must have it."""
    is_repeat = IS_REPEAT_DUE in rule.when.all
    if IS_REPEAT_DUE in rule.when.any:
        yield f"{where}: key 'when' has '{IS_REPEAT_DUE.is_}' under 'any', and it goes under 'all'"
    if is_repeat and DATE_PLACEHOLDER not in rule.says:
        yield f"{where}: key 'says' must name the day of the last referral as {DATE_PLACEHOLDER}"
    if not is_repeat and DATE_PLACEHOLDER in rule.says:
        yield f"{where}: key 'says' has {DATE_PLACEHOLDER}, which only a prompt on '{IS_REPEAT_DUE.is_}' can fill"
    if CONTACT_PLACEHOLDER in rule.says:
        yield f"{where}: key 'says' has {CONTACT_PLACEHOLDER}, and no key 'contact' names who that is"
    if (WITHDRAWN in rule.when.all) != (WITHDRAWN_PLACEHOLDER in rule.says):
        yield f"{where}: key 'says' must have {WITHDRAWN_PLACEHOLDER} where key 'when' asks for it, and nowhere else"
    text = rule.says
    for placeholder in (DATE_PLACEHOLDER, CONTACT_PLACEHOLDER, WITHDRAWN_PLACEHOLDER):
        text = text.replace(placeholder, "")
    if set("{}") & set(text):
        yield f"{where}: key 'says' has a brace that is not part of {DATE_PLACEHOLDER} or {CONTACT_PLACEHOLDER}"


def _contact_faults(pack: Pack) -> Iterator[str]:
    numbers = {phone.number for contact in pack.contacts if contact.emergency for phone in contact.phones}
    if EMERGENCY_NUMBER not in numbers:
        yield f"contacts.toml: no entry has key 'emergency' and the number {EMERGENCY_NUMBER}"
    for contact in pack.contacts:
        where = f"contacts.toml, contact {contact.id}"
        if contact.status == "verified" and contact.last_verified is None:
            yield f"{where}: status 'verified' needs key 'last_verified'"
        if not contact.to_fill and not (contact.phones or contact.website or contact.email or contact.address):
            yield f"{where}: there is no phone, website, e-mail or address"
        for hours in contact.hours:
            if not hours.days:
                yield f"{where}: key 'hours' names no days"
            if dt.time() < hours.closes <= hours.opens:
                yield f"{where}: key 'hours' closes at {hours.closes:%H:%M}, which is not after {hours.opens:%H:%M}"
        yield from (f"{where}: {fault}" for fault in closure_faults(contact.closed))


def _uncited(pack: Pack) -> Iterator[str]:
    cited = set(pack.cites())
    for source, statement in pack.statements.items():
        for use in statement.use:
            if (use, source) not in cited:
                yield f"{use}.toml: statement {source} ('{statement.sentence}') is cited by no entry in its use '{use}'"


def _weakened(pack: Pack) -> Iterator[str]:
    for source, use, words in missing_words(pack):
        yield f"{use}.toml: statement {source} is not whole in its use '{use}': the words '{words}' are missing"
