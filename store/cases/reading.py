"""A case as its file holds it."""

from pathlib import Path

from content.case.model import Case, CaseId
from store.cases import mapping
from store.cases.erasure import refuse_erased
from store.engine.case_storage import CaseStorage, Codec, Tables
from store.errors import CaseNotFoundError


def stored_tables(path: Path, codec: Codec, case: CaseId) -> Tables:
    """The tables of a case.

    Raises:
        CaseNotFoundError: If there is no such file.
        CaseErasedError: If it is what is left of a case that is being erased.
        StoreDamagedError: If it cannot be read; the file is left where it is.
        StoreSchemaError: If another version stored it.
        StoreExposedError: If other accounts can open it.
        StoreUnreadableError: If the system refuses.
    """
    tables = CaseStorage(path, codec, carrying=mapping.CARRIED).read()
    if tables is None:
        raise CaseNotFoundError(case)
    refuse_erased(tables, case)
    mapping.check_schema(tables, case)
    return tables


def stored_case(path: Path, codec: Codec, case: CaseId) -> Case:
    """The case in a file; raises what `stored_tables` raises."""
    return mapping.case_of(stored_tables(path, codec, case), case)
