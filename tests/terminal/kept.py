"""What is on the disk, read as the plain JSON that it is."""

import json
from pathlib import Path
from typing import Any

import msgspec


def case_file(data: Path, own_reference: str = "CR/1") -> Path:
    """The file of the case with the organisation's own reference."""
    found = [
        path for path in sorted((data / "cases").glob("*.json")) if _opening(path)["own_reference"] == own_reference
    ]
    assert len(found) == 1, f"{len(found)} cases are called {own_reference}"
    return found[0]


def draft(data: Path) -> dict[str, Any]:
    """The draft of the case, or nothing in it where there is none."""
    drafts = json.loads(case_file(data).read_bytes())["draft"].values()
    return next((stored["draft"] for stored in drafts if not stored["kept_aside"]), {})


def values(data: Path) -> dict[str, str]:
    """The value of each answer of the draft, by question."""
    return {question: given["value"] for question, given in draft(data)["answers"].items()}


def notes(data: Path) -> list[str]:
    """The notes of the draft."""
    return [given["note"] for given in draft(data)["answers"].values() if given["note"]]


def assessments(data: Path) -> list[bytes]:
    """The signed-off assessments of the case, each as the bytes that stand in the file."""
    tables = msgspec.json.decode(case_file(data).read_bytes(), type=dict[str, dict[str, msgspec.Raw]])
    return [bytes(document) for document in tables["assessments"].values()]


def _opening(path: Path) -> dict[str, Any]:
    opening: dict[str, Any] = json.loads(path.read_bytes())["case"]["1"]
    return opening
