"""Check and sign off in a dialogue: what blocks it, everything once more, and a confirmation in words."""

from content.assessment.draft_editor import DraftEditor
from content.assessment.summary import problem_line, problem_words
from content.dates import in_words
from content.pack.model import Question
from store.errors import StoreError
from tui.messages.error_messages import error_message
from tui.plain import narration
from tui.plain.dialogue import Dialogue
from tui.plain.plan import Plan
from tui.plain.saving import DraftSaver
from tui.session.session import Session

CONFIRMATION = "sign off"


class SignOff:
    """The way from a draft to a signed-off assessment."""

    def __init__(
        self, dialogue: Dialogue, session: Session, sheet: DraftEditor, keeping: DraftSaver, plan: Plan
    ) -> None:
        self._dialogue = dialogue
        self._session = session
        self._sheet = sheet
        self._keeping = keeping
        self._plan = plan
        self.is_wanted = False
        """Whether whoever is asked is on the way to sign off, and is led from one thing that blocks it to the next."""

        self.is_signed = False

    def try_to_sign(self) -> Question | None:
        """Sign off, where nothing blocks it; else the question to be put right first, if it is one."""
        try:
            is_told, self.is_wanted = self.is_wanted, True
            self._sheet.take(self._keeping.case(self._sheet.case.id))
            if self._are_actions_resolved():
                blocked = self._blocked(is_told=is_told)
                if blocked:
                    return blocked
                self._confirm()
        except StoreError as error:
            self._dialogue.say(f"Not signed off: {error_message(error, self._session.zone)}")
        self.is_wanted = False
        return None

    def _are_actions_resolved(self) -> bool:
        """Have each open action resolved that a reassessment must resolve; whether all are."""
        while actions := [problem.action for problem in self._sheet.problems if problem.action]:
            self._dialogue.say(f"Actions of the plan to resolve before signing off: {len(actions)}.")
            if not self._plan.resolve(actions[0]):
                return False
        return True

    def _blocked(self, *, is_told: bool) -> Question | None:
        """Say what blocks sign-off, and give the first question of it; what was told already is only counted."""
        problems, checklist = self._sheet.problems, self._sheet.pack.checklist
        questions = [checklist.question(problem.question) for problem in problems]
        numbers = [narration.number(self._sheet, question) for question in questions if question]
        if not problems:
            return None
        if is_told:
            words = problem_words(problems[0], narration.REMEDIES)
            self._dialogue.say(f"Still to put right before signing off: {len(problems)}. Next, {words}.")
            return questions[0]
        self._dialogue.say(f"To put right before signing off: {len(problems)}.")
        for number, problem in zip(numbers, problems, strict=True):
            self._dialogue.say(f"Question {number}. {problem_line(checklist, problem, narration.REMEDIES)}")
        return questions[0]

    def _confirm(self) -> None:
        """Say everything, and sign off once that is confirmed in words."""
        self._dialogue.say("This is what will be signed off:")
        self._dialogue.say(*narration.list_lines(self._sheet))
        # Asked without its commands, one of which is how the confirmation begins.
        typed = self._dialogue.ask(
            "It can never be changed afterwards; a mistake is put right by a new one. "
            f"Type {CONFIRMATION} to sign it off; anything else goes back:"
        )
        self.is_wanted = False
        if typed.casefold() != CONFIRMATION:
            self._dialogue.say("Nothing is signed off.")
            return
        seen, now = self._sheet.case, self._keeping.case(self._sheet.case.id)
        if now.recorded != seen.recorded:
            self._sheet.take(now)
            self._dialogue.say("Not signed off: something was recorded on the case meanwhile; sign tells it.")
            return
        assessment = self._sheet.assessment()
        self._keeping.sign_off(assessment, self._sheet.draft)
        self.is_signed = True
        self._dialogue.say(f"Signed off. Review {in_words(assessment.review_date)}.")
