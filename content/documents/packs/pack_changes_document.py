"""What changed between two versions of a pack, and which open cases it touches."""

from collections.abc import Iterator, Mapping, Sequence

from content.assessment.pack_effects import CaseEffects
from content.case.reference import CaseId
from content.documents.document import Document, Line, Paragraph, Section
from content.pack.model import Pack
from content.pack.upkeep.differences import Difference
from content.text import one_line

NOTHING = "Nothing changed"

_WORDS: Mapping[str, str] = {
    "added": "Added",
    "removed": "Removed",
    "withdrawn": "Withdrawn",
    "reworded": "Reworded",
    "changed": "Changed",
}


def pack_changes_document(old: Pack, new: Pack, found: Sequence[Difference]) -> Document:
    """Every difference between two versions, the old words above the new ones.

    Args:
        old: The earlier version.
        new: The later version.
        found: Their differences.
    """
    title = f"From {one_line(old.edition)} to {one_line(new.edition)}"
    if not found:
        return Document(title=title, sections=(Section(blocks=(Paragraph(text=NOTHING),)),))
    return Document(title=title, sections=(_edition(old, new, found), *_sections(found)))


def effects_section(effects: Mapping[CaseId, CaseEffects], read: int, left_out: int) -> Section:
    """The cases that the changes touch, by reference.

    Args:
        effects: What changes in each case, by reference.
        read: How many cases were read.
        left_out: How many cases could not be read.
    """
    lines = [Line(label=name, text="; ".join(_effect(each))) for name, each in sorted(effects.items()) if each.any]
    checked = "1 case was read" if read == 1 else f"{read:,} cases were read"
    unread = f"; {left_out:,} could not be read and may be touched too" if left_out else ""
    summary = "" if lines else ", and none is touched"
    return Section(heading="Open cases", blocks=(*lines, Paragraph(text=f"{checked}{summary}{unread}")))


def unread_section() -> Section:
    """What stands in place of the cases if nobody signed in."""
    said = (
        "Open cases were not read. To see which of them this touches, name your account: add --account NAME, and type "
        "your passphrase when you are asked for it."
    )
    return Section(heading="Open cases", blocks=(Paragraph(text=said),))


def _edition(old: Pack, new: Pack, found: Sequence[Difference]) -> Section:
    """The edition of the checklist, and what should have been raised with the changes and was not."""
    before, after = one_line(old.checklist.edition), one_line(new.checklist.edition)
    lines = [f"Checklist edition {after}, " + ("as before" if before == after else f"was {before}")]
    if before == after and any(each.name.startswith("question ") for each in found):
        lines.append("Questions changed, and the edition did not: raise it in checklist.toml before you publish")
    if (old.policy.id, old.policy.version) == (new.policy.id, new.policy.version):
        lines.append(f"The version is still {one_line(new.policy.version)}: raise it in pack.toml before you publish")
    return Section(blocks=tuple(Paragraph(text=line) for line in lines))


def _sections(found: Sequence[Difference]) -> Iterator[Section]:
    part = ""
    for difference in found:
        if difference.part != part:
            part = difference.part
            yield Section(heading=part)
        yield Section(blocks=tuple(_lines(difference)))


def _lines(difference: Difference) -> Iterator[Line]:
    yield Line(
        label=f"{_WORDS[difference.what]}, {difference.name}", text=one_line(difference.says) or _counted(difference)
    )
    if difference.why:
        yield Line(label="Why", text=one_line(difference.why))
    for detail in difference.details:
        if not detail.before:
            yield Line(label=detail.label, text=detail.after)
        else:
            yield Line(label=f"{detail.label}, before", text=detail.before)
            yield Line(label=f"{detail.label}, now", text=detail.after)


def _counted(difference: Difference) -> str:
    return ", ".join(dict.fromkeys(detail.label for detail in difference.details))


def _effect(effects: CaseEffects) -> Iterator[str]:
    if effects.questions:
        yield f"open draft, questions that change: {', '.join(effects.questions)}"
    if effects.prompts:
        yield f"open draft, prompts that change: {', '.join(effects.prompts)}"
    if effects.open_prompts:
        yield f"open prompts that change: {', '.join(effects.open_prompts)}"
