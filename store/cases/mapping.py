"""Cases as TinyDB documents, and documents as cases."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
import tinydb
from tinydb.queries import QueryInstance

from content.case.disclosures import Disclosure
from content.case.form_drafts import FormDraft, FormDraftId
from content.case.incidents import Incident
from content.case.model import Assessment, Case, CaseId, Draft
from content.case.notes import Note
from content.case.plan import Action
from content.records import Record
from store.engine.case_storage import Tables
from store.errors import StoreDamagedError, StoreNewerError, StoreOlderError, StoreRefusedError

SCHEMA = 5
"""The shape of stored cases, the only one that this version reads and writes."""

Document = dict[str, Any]

CASE = "case"
ASSESSMENTS = "assessments"
DRAFT = "draft"
UNFINISHED = "unfinished"

RECORDED: Mapping[str, type[Any]] = {
    "incidents": Incident,
    "actions": Action,
    "notes": Note,
    "disclosures": Disclosure,
}
"""What is recorded on a case at any time, by the table that it is kept in, which is the field of the case too."""

CARRIED = frozenset({ASSESSMENTS, *RECORDED})
"""The tables that are not taken apart for a save: what is signed off or recorded stays the same to the byte."""


CURRENT = tinydb.Query().fragment({"kept_aside": False})
"""Finds the draft that is being worked on."""

_Number = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,17}\Z")]
Entry = Incident | Action | Note | Disclosure
"""What is recorded on a case at any time."""

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
    """The tables that make up a case; other tables may stand beside them."""

    case: dict[_Number, _Opening]
    assessments: dict[_Number, Any] = {}
    """Assessments, or the bytes that they are carried as; so too those below."""

    draft: dict[_Number, _StoredDraft] = {}
    incidents: dict[_Number, Any] = {}
    actions: dict[_Number, Any] = {}
    notes: dict[_Number, Any] = {}
    disclosures: dict[_Number, Any] = {}
    unfinished: dict[_Number, Any] = {}


def tables_of(case: Case) -> Tables:
    """A case as the tables of its database.

    Raises:
        StoreRefusedError: If it would not read back as it is.
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
        UNFINISHED: _numbered(case.unfinished),
    }


def table_of(kind: type[Record]) -> str:
    """The table that entries of a kind are kept in."""
    return next(name for name, kept in RECORDED.items() if kept is kind)


def document_of(recorded: Record) -> Document:
    """A record, finished or still being typed, as a document.

    Raises:
        StoreRefusedError: If it would not read back as it is.
    """
    return _builtins(recorded)


def draft_document(draft: Draft, *, is_kept_aside: bool = False) -> Document:
    """A draft as a document.

    Raises:
        StoreRefusedError: If it would not read back as it is.
    """
    return _builtins(_StoredDraft(kept_aside=is_kept_aside, draft=draft))


def entry_called(wanted: FormDraftId) -> QueryInstance:
    """Finds an entry that is not recorded yet."""
    return tinydb.Query().fragment({"id": wanted})


def kept_aside_copy(draft: Draft) -> QueryInstance:
    """Finds the copy of a draft that was kept aside when it lost the same race before."""
    same = {"id": draft.id, "by": draft.by, "version": draft.version}
    return tinydb.Query().fragment({"kept_aside": True}) & tinydb.where("draft").fragment(same)


def case_of(tables: Tables, case: CaseId) -> Case:
    """The case that tables of this version's schema hold.

    Raises:
        StoreDamagedError: If they have another shape, or are not this case's.
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
        unfinished=recorded(tables, UNFINISHED, FormDraft, case),
    )
    if not _is_of_one_case(found, case):
        raise StoreDamagedError(case, "it holds something of another case")
    return found


def current_draft(tables: Tables, case: CaseId) -> Draft | None:
    """The draft that is being worked on, if there is one.

    Raises:
        StoreDamagedError: If the drafts have another shape, or there are two.
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
    """What one of the tables of a kind holds, in the order it was recorded in.

    Raises:
        StoreDamagedError: If it has another shape.
    """
    decode = msgspec.json.Decoder(kind).decode
    try:
        return tuple(
            decode(document) if isinstance(document, msgspec.Raw) else msgspec.convert(document, kind)
            for document in tables.get(name, {}).values()
        )
    except (ValueError, RecursionError) as error:
        raise StoreDamagedError(case, str(error)) from error


def check_schema(tables: Tables, case: CaseId) -> None:
    """Refuse tables of another schema.

    Raises:
        StoreDamagedError: If they do not say which schema they have.
        StoreNewerError: If it is a newer one.
        StoreOlderError: If it is an older one.
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
    theirs: tuple[Assessment | Draft | FormDraft, ...] = (*found.assessments, *drafts, *found.unfinished)
    return {found.id, *(each.case for each in theirs)} == {case}


def _numbered(values: Iterable[msgspec.Struct]) -> dict[str, Document]:
    return {str(number): _builtins(value) for number, value in enumerate(values, start=1)}


def _builtins(value: msgspec.Struct) -> Document:
    """A value as plain data, checked to read back the same: nothing else checks a value that was made in memory."""
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
