"""The conversion between cases and TinyDB documents."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
import tinydb
from tinydb.queries import QueryInstance

from content.case.model import Assessment, Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft, FormDraftId
from content.entries.registry import ENTRY_KINDS
from content.records import Record
from store.engine.tables import Tables
from store.errors import CaseErasedError, StoreDamagedError, StoreNewerError, StoreOlderError, StoreRefusedError

SCHEMA = 7
"""The schema of stored cases, the only one that this version reads and writes."""

Document = dict[str, Any]

CASE = "case"
ASSESSMENTS = "assessments"
DRAFT = "draft"
FORM_DRAFTS = "form_drafts"

ERASED = "erased"
"""The table that marks a case that is being erased. Such a file holds only this table and the event of the erasure."""

RECORDED: Mapping[str, type[Any]] = {kind.table: kind.record for kind in ENTRY_KINDS.values()}
"""The tables of entries; each has the name of a field of `Case`."""

RAW_TABLES = frozenset({ASSESSMENTS, *RECORDED})
"""The tables that a save does not decode: signed-off and recorded documents are written back byte for byte."""


CURRENT = tinydb.Query().fragment({"kept_aside": False})
"""The query for the current draft."""

_Number = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,17}\Z")]
_Remembered = TypeVar("_Remembered", bound=Record)


class _Stored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every document."""


class _Opening(_Stored, frozen=True, kw_only=True):
    schema: int
    id: CaseId
    initials: str
    own_reference: str
    created: dt.datetime
    by: str


class _StoredDraft(_Stored, frozen=True, kw_only=True):
    kept_aside: bool
    draft: Draft


class _Database(msgspec.Struct, frozen=True, kw_only=True):
    """The tables that are decoded at once; `recorded` decodes the others, and unknown tables are preserved."""

    case: dict[_Number, _Opening]
    draft: dict[_Number, _StoredDraft] = {}


def tables_of(case: Case) -> Tables:
    """A case as the tables of its database.

    Raises:
        StoreRefusedError: If it would not read back equal.
    """
    if not _is_of_one_case(case, case.id):
        raise StoreRefusedError("Nothing was stored: the case holds something of another case.")
    opening = _Opening(
        schema=SCHEMA,
        id=case.id,
        initials=case.initials,
        own_reference=case.own_reference,
        created=case.created,
        by=case.by,
    )
    drafts = [_StoredDraft(kept_aside=False, draft=case.draft)] if case.draft else []
    drafts += [_StoredDraft(kept_aside=True, draft=draft) for draft in case.kept_aside]
    return {
        CASE: _numbered([opening]),
        ASSESSMENTS: _numbered(case.assessments),
        DRAFT: _numbered(drafts),
        **{name: _numbered(getattr(case, name)) for name in RECORDED},
        FORM_DRAFTS: _numbered(case.form_drafts),
    }


def document_of(recorded: Record) -> Document:
    """A record or form draft as a document.

    Raises:
        StoreRefusedError: If it would not read back equal.
    """
    return _builtins(recorded)


def draft_document(draft: Draft, *, is_kept_aside: bool = False) -> Document:
    """A draft as a document.

    Raises:
        StoreRefusedError: If it would not read back equal.
    """
    return _builtins(_StoredDraft(kept_aside=is_kept_aside, draft=draft))


def form_draft_with_id(wanted: FormDraftId) -> QueryInstance:
    """The query for a form draft."""
    return tinydb.Query().fragment({"id": wanted})


def kept_aside_copy(draft: Draft) -> QueryInstance:
    """The query for an earlier copy of a draft that was kept aside for the same lost race."""
    same = {"id": draft.id, "by": draft.by, "version": draft.version}
    return tinydb.Query().fragment({"kept_aside": True}) & tinydb.where("draft").fragment(same)


def case_of(tables: Tables, case: CaseId) -> Case:
    """The case in tables of the current schema.

    Raises:
        StoreDamagedError: If they cannot be converted, or belong to another case.
    """
    try:
        database = msgspec.convert(tables, _Database)
    except (ValueError, RecursionError) as error:
        raise StoreDamagedError(case, str(error)) from error
    openings = tuple(database.case.values())
    if len(openings) != 1:
        raise StoreDamagedError(case, "it holds more than one case, or none")
    found = Case(
        id=openings[0].id,
        initials=openings[0].initials,
        own_reference=openings[0].own_reference,
        created=openings[0].created,
        by=openings[0].by,
        assessments=recorded(tables, ASSESSMENTS, Assessment, case),
        draft=current_draft(tables, case),
        kept_aside=tuple(stored.draft for stored in database.draft.values() if stored.kept_aside),
        **{name: recorded(tables, name, kind, case) for name, kind in RECORDED.items()},
        form_drafts=recorded(tables, FORM_DRAFTS, FormDraft, case),
    )
    if not _is_of_one_case(found, case):
        raise StoreDamagedError(case, "it holds something of another case")
    return found


def refuse_erased(tables: Tables, case: CaseId) -> None:
    """Refuse a case that is being erased.

    Raises:
        CaseErasedError: If the tables are marked as being erased.
    """
    if ERASED in tables:
        raise CaseErasedError(case)


def current_draft(tables: Tables, case: CaseId) -> Draft | None:
    """The current draft, or None if there is none.

    Raises:
        StoreDamagedError: If the drafts cannot be converted, or there are two.
    """
    try:
        drafts = msgspec.convert(tables.get(DRAFT, {}), dict[_Number, _StoredDraft])
    except msgspec.ValidationError as error:
        raise StoreDamagedError(case, str(error)) from error
    current = [stored.draft for stored in drafts.values() if not stored.kept_aside]
    if len(current) > 1:
        raise StoreDamagedError(case, "it holds more than one draft")
    return current[0] if current else None


def recorded(tables: Tables, name: str, kind: type[_Remembered], case: CaseId) -> tuple[_Remembered, ...]:
    """The records in one table, in the order in which they were recorded.

    Raises:
        StoreDamagedError: If the table cannot be converted.
    """
    decode = msgspec.json.Decoder(kind).decode
    try:
        return tuple(
            decode(document) if isinstance(document, msgspec.Raw) else msgspec.convert(document, kind)
            for document in msgspec.convert(tables.get(name, {}), dict[_Number, Any]).values()
        )
    except (ValueError, RecursionError) as error:
        raise StoreDamagedError(case, str(error)) from error


def check_schema(tables: Tables, case: CaseId) -> None:
    """Refuse tables of another schema.

    Raises:
        StoreDamagedError: If the tables do not name their schema.
        StoreNewerError: If the schema is newer.
        StoreOlderError: If the schema is older.
    """
    stored = _schema_of(tables, case)
    if stored > SCHEMA:
        raise StoreNewerError(f"Case {case} was stored by a newer version of Fourfold, and is left as it is.")
    if stored < SCHEMA:
        raise StoreOlderError(f"Case {case} was stored by an older version of Fourfold, and is left as it is.")


def _schema_of(tables: Tables, case: CaseId) -> int:
    for document in tables.get(CASE, {}).values():
        schema = document.get("schema") if isinstance(document, dict) else None
        if type(schema) is int:
            return schema
    raise StoreDamagedError(case, "it does not say which schema it has")


def _is_of_one_case(found: Case, case: CaseId) -> bool:
    drafts = (found.draft, *found.kept_aside) if found.draft else found.kept_aside
    theirs: tuple[Assessment | Draft | FormDraft, ...] = (*found.assessments, *drafts, *found.form_drafts)
    return {found.id, *(each.case for each in theirs)} == {case}


def _numbered(values: Iterable[msgspec.Struct]) -> dict[str, Document]:
    return {str(number): _builtins(value) for number, value in enumerate(values, start=1)}


def _builtins(value: msgspec.Struct) -> Document:
    """A value as plain data, checked to read back equal, because msgspec does not validate values made in memory."""
    refusal = "Nothing was stored: it would not have read back as it was."
    try:
        encoded = msgspec.json.encode(value, enc_hook=_mapping)
        if msgspec.json.decode(encoded, type=type(value)) != value:
            raise StoreRefusedError(refusal)
    except (ValueError, NotImplementedError) as error:
        raise StoreRefusedError(refusal) from error
    plain: Document = msgspec.json.decode(encoded)
    return plain


def _mapping(value: object) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"a {type(value).__name__} cannot be stored")
