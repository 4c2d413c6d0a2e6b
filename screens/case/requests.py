"""The requests that a screen can make about a case: a closed set, so that each has a handler."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from content.case.model import AssessmentId
from content.case.prompt_replies import ReplyState
from content.entries.action import ActionId, Resolution
from content.entries.form_drafts import FormDraftId
from content.entries.registry import ENTRY_KINDS, EntryName
from content.pack.model import PromptId
from content.pack.pack_entry import ContactId


@dataclass(frozen=True)
class Assess:
    """Resume the draft, or start an assessment if there is none."""


@dataclass(frozen=True)
class CorrectAssessment:
    """Correct the latest assessment."""

    form_draft: FormDraftId = ""
    """The form draft of its reason, if one was begun."""


@dataclass(frozen=True)
class RecordEntry:
    """Fill in the form of an entry: a new one, or one that corrects, changes or resolves an earlier one."""

    kind: EntryName
    earlier: str = ""
    """The id of the entry that is corrected, changed or resolved."""

    resolution: Resolution | None = None
    """How an action is resolved."""


@dataclass(frozen=True)
class RecordTrigger:
    """Choose a reason to reassess, and record a note that names it."""


@dataclass(frozen=True)
class PlanForPrompt:
    """Add an action that answers a prompt."""

    prompt: PromptId
    says: str
    """The text of the prompt, with the date that it names."""


@dataclass(frozen=True)
class ReplyToPrompt:
    """Record a reply to a prompt that was open when the latest assessment was signed off."""

    prompt: PromptId
    state: ReplyState
    says: str
    """The text of the prompt."""


@dataclass(frozen=True)
class ResumeForm:
    """Continue a form draft."""

    form_draft: FormDraftId


@dataclass(frozen=True)
class Compare:
    """Compare an assessment with the one before it."""

    later: AssessmentId = ""


@dataclass(frozen=True)
class ShowPlan:
    """Show the plan, at an action."""

    at: ActionId = ""


@dataclass(frozen=True)
class ShowChronology:
    """Show the chronology, at the week that begins on a day."""

    at: dt.date | None = None


@dataclass(frozen=True)
class ShowDisclosures:
    """Show the disclosures, at one of them."""

    at: str = ""


@dataclass(frozen=True)
class ShowAssessment:
    """Show a signed-off assessment."""

    assessment: AssessmentId


@dataclass(frozen=True)
class ShowContact:
    """Show who can help."""

    contact: ContactId


AssessmentRequest = Assess | CorrectAssessment
FormRequest = RecordEntry | RecordTrigger | PlanForPrompt | ReplyToPrompt | ResumeForm
ViewRequest = Compare | ShowPlan | ShowChronology | ShowDisclosures | ShowAssessment | ShowContact
CaseRequest = AssessmentRequest | FormRequest | ViewRequest

REQUESTS: Mapping[str, CaseRequest] = {
    "assess": Assess(),
    "correct assessment": CorrectAssessment(),
    "trigger": RecordTrigger(),
    "compare": Compare(),
    "plan": ShowPlan(),
    "chronology": ShowChronology(),
    "disclosures": ShowDisclosures(),
    **{kind: RecordEntry(kind) for kind in ENTRY_KINDS},
}
"""The requests that a key makes, by the parameter of its binding: `request('incident')`."""
