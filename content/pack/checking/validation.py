"""Pack validation: checks across entries, such as unique ids, references that resolve, and required questions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from content.errors import PackError
from content.pack.checking.entries.checklist import question_faults
from content.pack.checking.entries.contacts import contact_faults
from content.pack.checking.entries.local import local_faults
from content.pack.checking.entries.policy import policy_faults
from content.pack.checking.entries.prompts import prompt_faults
from content.pack.checking.entries.texts import empty_details, text_faults
from content.pack.checking.safety_core import changed_core, silent_dangers
from content.pack.checking.statements import missing_words
from content.pack.checking.typed_numbers import typed_numbers
from content.pack.fault import EntryName, Fault
from content.pack.model import Pack
from content.pack.reading.loader import national_tables, pack_from, read_tables
from content.pack.reading.overlay import Tables


def checked_pack(texts: Mapping[str, str]) -> Pack:
    """Load a pack from the texts of its files and validate it.

    A pack without a base must have the safety core of the national pack.

    Raises:
        PackError: If the pack has a fault; the message names file, entry and key.
    """
    tables = read_tables(texts)
    pack = pack_from(tables)
    check_tables(tables, pack)
    return pack


def check_tables(tables: Tables, pack: Pack) -> None:
    """Validate a pack with the tables of its own files, and raise its first fault.

    Raises:
        PackError: If the pack has a fault; the message names file, entry and key.
    """
    check_pack(pack)
    for fault in table_faults(tables, pack):
        raise PackError(str(fault))


def check_pack(pack: Pack) -> None:
    """Validate a pack, and raise its first fault.

    Raises:
        PackError: If the pack has a fault; the message names file, entry and key.
    """
    fault = next(faults(pack), None)
    if fault:
        raise PackError(str(fault))


def table_faults(tables: Tables, pack: Pack) -> Iterator[Fault]:
    """The faults that only the tables of a pack's own files show.

    Args:
        tables: The tables of the files, in which every entry is right on its own.
        pack: The pack that was made of them.
    """
    yield from typed_numbers(tables)
    yield from empty_details(tables, pack)
    if "base" in tables["pack.toml"]:
        yield from local_faults(tables, national_tables())
    else:
        yield from changed_core(tables, national_tables())


def faults(pack: Pack) -> Iterator[Fault]:
    """Every fault in a pack."""
    yield from policy_faults(pack)
    yield from _repeated_ids(pack)
    yield from _unnamed_sources(pack)
    yield from question_faults(pack)
    yield from prompt_faults(pack)
    yield from contact_faults(pack)
    yield from text_faults(pack)
    yield from _uncited(pack)
    yield from _weakened(pack)
    yield from silent_dangers(pack)


def _repeated_ids(pack: Pack) -> Iterator[Fault]:
    policy = pack.policy
    sections = pack.checklist.sections
    named: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("pack.toml", "level", (level.id for level in policy.levels)),
        ("pack.toml", "trigger", (trigger.id for trigger in policy.triggers)),
        ("pack.toml", "erasure reason", (reason.id for reason in policy.erasure_reasons)),
        ("pack.toml", "hold reason", (reason.id for reason in policy.hold_reasons)),
        ("guide.toml", "topic", (topic.id for topic in pack.topics)),
        ("guide.toml", "point", (point.id for topic in pack.topics for point in topic.points)),
        ("checklist.toml", "section", (section.id for section in sections)),
        ("checklist.toml", "question", (question.id for section in sections for question in section.questions)),
        ("prompts.toml", "prompt", (rule.id for rule in pack.prompts)),
        ("contacts.toml", "contact", (contact.id for contact in pack.contacts)),
    )
    for file, noun, ids in named:
        for repeated in (name for name, times in Counter(ids).items() if times > 1):
            yield EntryName(file, noun, repeated).fault("key 'id' is used twice", "id")


def _unnamed_sources(pack: Pack) -> Iterator[Fault]:
    known = pack.statements.keys() | pack.sources.keys()
    for where, key, source in _cited_sources(pack):
        if source not in known:
            named = EntryName("sources.toml", "source", source)
            yield where.fault(f"key '{key}' names no known source: '{source}'", key, named)


def _cited_sources(pack: Pack) -> Iterator[tuple[EntryName, str, str]]:
    """Every source that is cited: where, the key, the source."""
    for topic in pack.topics:
        yield from ((EntryName("guide.toml", "point", point.id), "source", point.source) for point in topic.points)
    for section in pack.checklist.sections:
        for question in section.questions:
            yield EntryName("checklist.toml", "question", question.id), "source", question.source
            if question.why_source:
                yield EntryName("checklist.toml", "question", question.id), "why_source", question.why_source
    yield from ((EntryName("prompts.toml", "prompt", rule.id), "source", rule.source) for rule in pack.prompts)
    yield from ((EntryName("contacts.toml", "contact", each.id), "source", each.source) for each in pack.contacts)
    if pack.policy.closed_days:
        yield EntryName("pack.toml", "closed_days"), "source", pack.policy.closed_days.source


def _uncited(pack: Pack) -> Iterator[Fault]:
    cited = set(pack.cites())
    for source, statement in pack.statements.items():
        for use in statement.use:
            if (use, source) not in cited:
                says = f"statement {source} ('{statement.sentence}') is cited by no entry in its use '{use}'"
                yield EntryName(f"{use}.toml").fault(says, rests_on=EntryName("statements.toml", "statement", source))


def _weakened(pack: Pack) -> Iterator[Fault]:
    for source, use, words in missing_words(pack):
        says = f"statement {source} is not whole in its use '{use}': the words '{words}' are missing"
        yield EntryName(f"{use}.toml").fault(says, rests_on=EntryName("statements.toml", "statement", source))
