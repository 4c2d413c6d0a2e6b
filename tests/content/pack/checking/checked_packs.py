"""Copies of the shipped packs with changes, and their check."""

import datetime as dt
from collections.abc import Iterable

from content.pack.checking.finding import Finding
from content.pack.checking.report import Report, check_files
from content.pack.reading.loader import FILES
from tests.packs import BEXLEY, NATIONAL

TODAY = dt.date(2026, 12, 1)

SHIPPED = {folder.name: {name: (folder / name).read_text("utf-8") for name in FILES} for folder in (BEXLEY, NATIONAL)}
"""The texts of the shipped packs by the pack's id and the file's name."""


def changed(pack: str, changes: Iterable[tuple[str, str, str, str]]) -> dict[str, str]:
    """The texts of a shipped pack with changes: file, the text after which to look, the old words, the new ones."""
    texts = dict(SHIPPED[pack])
    for file, after, old, new in changes:
        start = texts[file].index(after)
        assert old in texts[file][start:]
        texts[file] = texts[file][:start] + texts[file][start:].replace(old, new, 1)
    return texts


def report_on(texts: dict[str, str], today: dt.date = TODAY) -> Report:
    """The check of a pack's texts."""
    return check_files({name: text.encode() for name, text in texts.items()}, today)


def told(findings: Iterable[Finding]) -> list[str]:
    """Findings as text, without the counts of what is unverified."""
    return [str(finding) for finding in findings if " unverified: " not in finding.says]
