"""The safety core: what a pack must say where somebody is in danger, whatever else it changes."""

from collections.abc import Iterator, Mapping

from content.pack.fault import EntryName, Fault
from content.pack.known_questions import CHILDREN_PLACE, DANGER_NOW, SAFE_TO_TALK, SUSPECT_PLACE
from content.pack.model import Condition, Pack, PromptRule
from content.pack.reading.entry_lists import LISTS, entries, name_of
from content.pack.reading.overlay import Table, Tables

EMERGENCY_NUMBER = "999"

MUST_SPEAK: tuple[Condition, ...] = tuple(
    Condition(question=question, is_=answer)
    for question, answers in (
        (SAFE_TO_TALK, ("no", "not known")),
        (DANGER_NOW, ("yes", "not known", "not asked")),
        ("start.threat", ("yes",)),
        ("start.weapon", ("yes",)),
        ("support.safe-now", ("no", "not known")),
        (SUSPECT_PLACE, ("here", "with-person", "on-way")),
        (CHILDREN_PLACE, ("alone-with-suspect",)),
    )
    for answer in answers
)
"""The answers at which a required prompt for now must name the emergency number."""

FIXED: Mapping[str, tuple[str, ...]] = {
    "prompt": ("when", "urgency", "when_old", "says", "contact", "explain", "required"),
    "point": ("kind", "lead", "text", "source", "required"),
    "contact": ("name", "phones", "hours", "emergency", "status", "required"),
}
"""The keys of a required entry that stay as the national pack has them."""


def silent_dangers(pack: Pack) -> Iterator[Fault]:
    """The dangerous answers at which no required prompt for now names the emergency number."""
    for condition in MUST_SPEAK:
        if not any(_speaks(rule, condition) for rule in pack.prompts):
            says = f"no required prompt for now names {EMERGENCY_NUMBER} where {condition.question} is "
            yield EntryName("prompts.toml").fault(says + f"'{condition.is_}': put the national pack's prompt back")


def _speaks(rule: PromptRule, condition: Condition) -> bool:
    alone = rule.when.all == (condition,) or (not rule.when.all and condition in rule.when.any)
    is_urgent = rule.required and rule.urgency == "now" and not rule.when.unless
    return alone and is_urgent and EMERGENCY_NUMBER in rule.says


def changed_core(tables: Tables, national: Tables) -> Iterator[Fault]:
    """What a pack without a base lacks of the national pack's safety core, or has changed in it.

    Args:
        tables: The tables of the pack's files.
        national: The tables of the national pack's files.
    """
    for listed in LISTS:
        if listed.noun in FIXED:
            own = {name_of(entry): entry for _, entry in entries(tables[listed.file], listed)}
            for _, entry in entries(national[listed.file], listed):
                if entry.get("required"):
                    where = EntryName(listed.file, listed.noun, entry["id"])
                    yield from _entry_faults(where, own.get(entry["id"]), entry)


def _entry_faults(where: EntryName, own: Table | None, national: Table) -> Iterator[Fault]:
    if own is None:
        yield where.fault("it is missing, and it belongs to the safety core: copy it from the national pack")
        return
    for key in FIXED[where.noun]:
        if own.get(key) != national.get(key):
            says = f"key '{key}' belongs to the safety core and was changed: write {_written(national, key)}"
            yield where.fault(says, key)


def _written(national: Table, key: str) -> str:
    value = national.get(key)
    return f'{key} = "{value}"' if isinstance(value, str) else f"'{key}' as the national pack has it"
