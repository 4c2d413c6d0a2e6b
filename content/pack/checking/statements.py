"""Whether the statements of the briefing are whole wherever a pack cites them."""

from collections.abc import Iterator

from content.pack.contact_model import Contact
from content.pack.model import Pack, Question
from content.pack.pack_entry import SourceId
from content.pack.sources import Statement, Use


def missing_words(pack: Pack) -> Iterator[tuple[SourceId, Use, str]]:
    """The words of a statement that are missing in one of its uses: its id, the use, the words.

    What the briefing says of a contact that was withdrawn since need not be said any more.
    """
    withdrawn = {contact.source for contact in pack.contacts if contact.status == "withdrawn"}
    for source, statement in pack.statements.items():
        if source in withdrawn and "contacts" in statement.use:
            continue
        for use in statement.use:
            texts = tuple(texts_citing(pack, source, use))
            if texts:
                said = " ".join(texts).casefold()
                yield from (
                    (source, use, words) for words in kept_words(statement, use) if words.casefold() not in said
                )


def kept_words(statement: Statement, use: Use) -> tuple[str, ...]:
    """The words that a statement keeps in one of its uses."""
    return (*statement.keeps, *statement.keeps_in.get(use, ()))


def texts_citing(pack: Pack, source: SourceId, use: Use) -> Iterator[str]:
    """What a part of the pack says under a source."""
    match use:
        case "guide":
            yield from (point.whole for topic in pack.topics for point in topic.points if point.source == source)
        case "checklist":
            for question in pack.checklist.questions:
                yield from _texts_of_question(question, source)
            yield from (rule.says for rule in pack.prompts if rule.source == source)
        case "contacts":
            for contact in pack.contacts:
                if contact.source == source:
                    yield from _texts(contact)


def _texts_of_question(question: Question, source: SourceId) -> Iterator[str]:
    if question.source == source:
        yield question.text
    if (question.why_source or question.source) == source:
        yield question.why


def _texts(contact: Contact) -> Iterator[str]:
    yield from (contact.name, contact.what_for, contact.website, contact.email, contact.address, contact.hours_note)
    yield from (phone.number for phone in contact.phones)
