"""Every document of a case, for what must hold of all of them."""

from collections.abc import Iterator
from itertools import combinations
from zoneinfo import ZoneInfo

from content.assessment.draft_editor import DraftEditor
from content.case.model import Case
from content.case.plan import versions
from content.documents.assessment_document import assessment_document, draft_document
from content.documents.case_document import case_document
from content.documents.check_document import check_document
from content.documents.chronology_document import chronology_document
from content.documents.comparison_document import comparison_document
from content.documents.disclosures_document import disclosures_document
from content.documents.document import Document
from content.documents.entry_document import entry_document, listed_entries
from content.documents.plan_document import action_document, plan_document
from content.entries.registry import ENTRY_KINDS
from content.review.comparison import compare
from tests.drafts import NOON, TODAY
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")


def documents_of(case: Case) -> Iterator[Document]:
    """Every document that a case has."""
    pack = classic()
    yield case_document(case, pack, LONDON, TODAY)
    yield chronology_document(case, LONDON, TODAY)
    yield disclosures_document(case, LONDON)
    yield plan_document(case, TODAY)
    yield from (entry_document(each, LONDON, title="Entry") for each in listed_entries(case, ENTRY_KINDS))
    yield from (action_document(versions(case.actions, each.id), LONDON) for each in case.actions)
    yield from (assessment_document(each, pack, LONDON) for each in case.assessments)
    for one, other in combinations(case.assessments, 2):
        yield comparison_document(case, compare(one, other), LONDON)
    if case.draft:
        yield draft_document(case.draft, LONDON)
        editor = DraftEditor(pack, case, case.draft, now=lambda: NOON, by="sam", zone=LONDON, changed=lambda _: None)
        yield check_document(editor, {})
