"""No document names a key: each front end adds its own."""

import re

import pytest

from content.documents.plain_text import plain_text
from content.training.cases import made_up_cases
from tests.builders import a_case
from tests.content.documents.every_document import documents_of
from tests.drafts import NOON, an_empty_case
from tests.packs import classic

CASES = [*made_up_cases(classic(), now=NOON), a_case(), an_empty_case()]
A_KEY = re.compile(
    r"\b(?:Enter|Esc|Ctrl|press)\b|\bwith [b-z],|\([A-Za-z](?: reads .*)?\)"
    r"|\b[b-zB-HJ-Z] (?:starts|records|adds|reads)\b"
)
"""Such as `confirm it with c`, `[Enter: MARAC]`, `(D reads all)` and `n adds one`."""


@pytest.mark.parametrize("number", range(len(CASES)))
def test_no_document_names_a_key(number: int) -> None:
    for document in documents_of(CASES[number]):
        for line in plain_text(document, 10_000):
            assert not A_KEY.search(line), line
