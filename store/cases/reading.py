"""Reading a stored case."""

from content.case.model import Case, CaseId
from store.cases import mapping
from store.engine.codec import Codec
from store.engine.protocol import Engine
from store.engine.tables import BlobStorage, Tables
from store.errors import CaseNotFoundError


def stored_tables(engine: Engine, codec: Codec, case: CaseId) -> Tables:
    """The tables of a case.

    Raises:
        CaseNotFoundError: If there is no such case.
        CaseErasedError: If the case is being erased.
        StoreDamagedError: If it cannot be decoded; the file is not moved.
        StoreSchemaError: If another version stored it.
        StoreExposedError: If other accounts of the machine can open the file.
        StoreUnreadableError: If the system refuses.
    """
    tables = BlobStorage(engine.case(case), codec, carrying=mapping.RAW_TABLES).read()
    if tables is None:
        raise CaseNotFoundError(case)
    mapping.refuse_erased(tables, case)
    mapping.check_schema(tables, case)
    return tables


def stored_case(engine: Engine, codec: Codec, case: CaseId) -> Case:
    """The stored case; raises what `stored_tables` raises."""
    return mapping.case_of(stored_tables(engine, codec, case), case)
