"""The briefing's sentences beside the words of a pack, so that a person sees what was weakened."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.documents.document import Block, Document, Line, Paragraph, Section
from content.pack.checking.statements import kept_words, missing_words, texts_citing
from content.pack.model import Pack
from content.pack.pack_entry import SourceId
from content.pack.sources import Use
from content.text import one_line

Missing = dict[tuple[SourceId, Use], list[str]]
"""The words that are missing, by statement and use."""

_NUMBER = re.compile(r"\d+")


class Compared(NamedTuple):
    """The statements of a pack beside its words, and how many of them are not whole."""

    document: Document
    weakened: int


def compare_statements(pack: Pack) -> Compared:
    """Each statement's sentence, the pack's wording in each of its uses, and the kept words, there or missing."""
    sections: list[Section] = []
    weakened: list[SourceId] = []
    missing = _missing(pack)
    for source in sorted(pack.statements, key=_in_order):
        blocks = tuple(_uses(pack, source, missing))
        if any(isinstance(block, Line) and block.tone == "warning" for block in blocks):
            weakened.append(source)
        sections.append(Section(blocks=(Line(label=f"Briefing {source}", text=_sentence(pack, source)), *blocks)))
    summary = Section(blocks=(Paragraph(text=_summary(len(pack.statements), weakened)),))
    title = f"The statements of the briefing in {one_line(pack.policy.name)}, version {one_line(pack.policy.version)}"
    return Compared(Document(title=title, sections=(*sections, summary)), len(weakened))


def _sentence(pack: Pack, source: SourceId) -> str:
    return one_line(pack.statements[source].sentence)


def _uses(pack: Pack, source: SourceId, missing: Missing) -> Iterator[Block]:
    statement = pack.statements[source]
    for use in statement.use:
        texts = tuple(one_line(text) for text in texts_citing(pack, source, use) if text)
        if not texts:
            yield Line(label=f"In the {use}", text="MISSING: no entry has it as its source", tone="warning")
            continue
        yield Line(label=f"In the {use}", text=" / ".join(texts))
        lost = missing.get((source, use), [])
        there = [words for words in kept_words(statement, use) if words not in lost]
        if there:
            yield Line(label="Kept", text="; ".join(there))
        if lost:
            yield Line(label=f"MISSING in the {use}", text="; ".join(lost), tone="warning")


def _missing(pack: Pack) -> Missing:
    found: Missing = {}
    for source, use, words in missing_words(pack):
        found.setdefault((source, use), []).append(words)
    return found


def _summary(count: int, weakened: list[SourceId]) -> str:
    if not weakened:
        return f"{count} statements, and all the words that they must keep are there"
    return f"{count} statements; words are missing in {len(weakened)} of them: {', '.join(weakened)}"


def _in_order(source: SourceId) -> tuple[tuple[int, ...], SourceId]:
    """Statements by their numbers, so that 1.10 stands after 1.9."""
    return tuple(int(number) for number in _NUMBER.findall(source)), source
