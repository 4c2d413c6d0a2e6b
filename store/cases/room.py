"""Room in a case: nothing is stored that is longer than people may type, and no one person fills a case for others.

The file of a case has a largest size. A person's entries use at most half of the room that everybody else's leave, so
there is always room for the next person. A part of the room is kept for short entries, and another, which no entry
uses, for the assessment that is being written, which holds the safe ways of contact.
"""

from collections.abc import Iterable, Mapping

import msgspec

from content import limits
from content.case.model import Case, Draft
from content.entries.form_drafts import FormDraft, FormDraftId
from content.entries.registry import Entry, name_of
from store.cases import mapping
from store.engine import protocol
from store.engine.tables import Tables
from store.errors import StoreRefusedError

SHORT = 8 * 1024
"""The maximum size in bytes of an entry that may use the room kept for short entries: two pages."""

_ENTRIES = 24 / 32
_WITH_SHORT_ENTRIES = 28 / 32
_CROWDED = 4 / 32
"""Parts of the largest size of a case: for entries of any size, together with short ones, and from which on the room
is shared; below, nothing is counted."""


class _By(msgspec.Struct, frozen=True):
    id: str
    by: str


_author = msgspec.json.Decoder(_By)


def refuse_too_long(new: Entry | Draft | FormDraft | Case) -> None:
    """Refuse what is longer than its limit, as the last guard behind the screens.

    Raises:
        StoreRefusedError: If a text is too long, or an assessment as a whole.
    """
    match new:
        case Case():
            _refuse_over(limits.longest_in(new), limits.TEXT)
        case Draft():
            lengths = _lengths(new)
            _refuse_over(max(lengths), limits.TEXT)
            _refuse_over(sum(lengths), limits.ASSESSMENT)
        case FormDraft():
            _refuse_fields(new.kind, new.typed)
        case _:
            _refuse_fields(name_of(new), {field: getattr(new, field) for field in new.__struct_fields__})


def refuse_crowding(tables: Tables, new: msgspec.Struct, by: str, *, instead_of: FormDraftId = "") -> None:
    """Refuse a new entry, form or assessment of a person whose entries have used their share of the case.

    Args:
        tables: The case.
        new: What is to be stored.
        by: Who stores it.
        instead_of: The form that it replaces, which is not counted.

    Raises:
        StoreRefusedError: If there is no room for it in the person's share.
    """
    sizes = [len(document) for document in _documents(tables, (*mapping.RAW_TABLES, mapping.FORM_DRAFTS))]
    if sum(sizes) < protocol.LARGEST * _CROWDED:
        return
    own, others = 0, 0
    for document in _documents(tables, (*mapping.RAW_TABLES, mapping.FORM_DRAFTS)):
        author = _author.decode(document)
        if author.id == instead_of:
            continue
        if author.by == by:
            own += len(document)
        else:
            others += len(document)
    size = len(msgspec.json.encode(new))
    part = _WITH_SHORT_ENTRIES if size <= SHORT else _ENTRIES
    if own + size > (protocol.LARGEST * part - others) / 2:
        raise StoreRefusedError(
            "Nothing was stored: your entries have used their share of this case, and the rest is kept for others. "
            "Write less, or have a colleague go on."
        )


def _documents(tables: Tables, names: Iterable[str]) -> Iterable[bytes]:
    for name in names:
        for document in tables.get(name, {}).values():
            yield bytes(document) if isinstance(document, msgspec.Raw) else msgspec.json.encode(document)


def _lengths(draft: Draft) -> list[int]:
    """The length of each text of a draft; by name, because this is done for every letter that is typed."""
    lengths = [len(draft.why_corrected)]
    for answer in draft.answers.values():
        lengths += (len(answer.value), len(answer.note), len(answer.began), len(answer.last))
    return lengths + [len(reply.why) for reply in draft.replies.values()]


def _refuse_fields(kind: str, fields: Mapping[str, object]) -> None:
    for field, text in fields.items():
        if isinstance(text, str):
            _refuse_over(len(text), limits.field_limit(kind, field))


def _refuse_over(length: int, limit: int) -> None:
    if length > limit:
        raise StoreRefusedError(f"Nothing was stored: {limits.too_long(length, limit)}.")
