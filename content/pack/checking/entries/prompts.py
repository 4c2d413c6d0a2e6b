"""Validation of the prompts."""

from collections.abc import Iterator

from content.pack.checking.entries.conditions import when_faults
from content.pack.fault import EntryName, Fault
from content.pack.known_questions import (
    DATE_PLACEHOLDER,
    IS_REPEAT_DUE,
    WITHDRAWN,
    WITHDRAWN_PLACEHOLDER,
)
from content.pack.model import URGENCIES, Pack, PromptRule


def prompt_faults(pack: Pack) -> Iterator[Fault]:
    """The faults of every prompt."""
    contacts = {contact.id for contact in pack.contacts}
    for rule in pack.prompts:
        where = EntryName("prompts.toml", "prompt", rule.id)
        yield from when_faults(pack, rule.when, where, "when", is_prompt=True)
        yield from (where.fault(says, "says") for says in _placeholder_faults(rule))
        if IS_REPEAT_DUE in rule.when.any:
            yield where.fault(f"key 'when' has '{IS_REPEAT_DUE.is_}' under 'any', and it goes under 'all'", "when")
        if rule.contact is not None and rule.contact not in contacts:
            named = EntryName("contacts.toml", "contact", rule.contact)
            yield where.fault(f"key 'contact' names no contact: '{rule.contact}'", "contact", named)
        if rule.when_old and URGENCIES.index(rule.when_old) <= URGENCIES.index(rule.urgency):
            yield where.fault(f"key 'when_old' must be less urgent than '{rule.urgency}'", "when_old")


def _placeholder_faults(rule: PromptRule) -> Iterator[str]:
    """Faults in the placeholders: only a rule on a repeat referral can fill the date, and such a rule must have it."""
    is_repeat = IS_REPEAT_DUE in rule.when.all
    if is_repeat and DATE_PLACEHOLDER not in rule.says:
        yield f"key 'says' must name the day of the last referral as {DATE_PLACEHOLDER}"
    if not is_repeat and DATE_PLACEHOLDER in rule.says:
        yield f"key 'says' has {DATE_PLACEHOLDER}, which only a prompt on '{IS_REPEAT_DUE.is_}' can fill"
    if (WITHDRAWN in rule.when.all) != (WITHDRAWN_PLACEHOLDER in rule.says):
        yield f"key 'says' must have {WITHDRAWN_PLACEHOLDER} where key 'when' asks for it, and nowhere else"
