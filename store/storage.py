"""The storage of one TinyDB database in one file, for programs that use TinyDB themselves."""

from store.engine.files.case_storage import CaseStorage

__all__ = ["CaseStorage"]
