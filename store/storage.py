"""A TinyDB storage in one file, for programs that use TinyDB directly."""

from store.engine.files.case_storage import CaseStorage

__all__ = ["CaseStorage"]
