"""Check and sign off in the dialogue: problems, every answer, and a typed confirmation."""

from content.assessment.check_lines import problem_line, problem_words
from content.assessment.draft_editor import DraftEditor
from content.case.prompt_replies import missing
from content.dates import day_in_words
from content.documents.check_document import sign_off_warning
from content.pack.model import Question
from store.errors import StoreError
from tui.messages.error_messages import NEW_ENTRIES, not_signed_off_message
from tui.plain import narration, questions
from tui.plain.dialogue import Dialogue
from tui.plain.plan_dialogue import Plan
from tui.plain.saving import DraftSaver
from tui.session.session import Session
from tui.use_cases.errors import NewEntriesError

CONFIRMATION = "sign off"


class SignOff:
    """The steps from a draft to a signed-off assessment."""

    def __init__(
        self, dialogue: Dialogue, session: Session, editor: DraftEditor, saver: DraftSaver, plan: Plan
    ) -> None:
        self._dialogue = dialogue
        self._session = session
        self._editor = editor
        self._saver = saver
        self._plan = plan
        self.is_wanted = False
        """Whether the practitioner is signing off, and goes from one problem to the next."""

        self.is_signed = False

    def try_to_sign(self) -> Question | None:
        """Sign off if nothing blocks it; otherwise return the question of the first problem, if it has one."""
        try:
            is_listed, self.is_wanted = self.is_wanted, True
            self._editor.take(self._saver.case(self._editor.case.id))
            if self._are_actions_resolved() and self._are_contradictions_explained():
                blocked = self._blocked(is_listed=is_listed)
                if blocked:
                    return blocked
                self._confirm()
        except StoreError as error:
            self._dialogue.say(not_signed_off_message(error, self._session.zone))
        self.is_wanted = False
        return None

    def _are_actions_resolved(self) -> bool:
        """Ask to resolve each action that a reassessment must resolve; return whether all are resolved."""
        while actions := [problem.action for problem in self._editor.problems if problem.action]:
            self._dialogue.say(f"Actions of the plan to resolve before signing off: {len(actions)}.")
            if not self._plan.resolve(actions[0]):
                return False
        return True

    def _are_contradictions_explained(self) -> bool:
        """Ask for a sentence on each contradiction, once nothing else blocks sign-off; return whether all have one."""
        problems = self._editor.problems
        while problems and all(problem.prompt for problem in problems):
            self._dialogue.say(f"Contradiction. {problems[0].says}.")
            why = questions.words(self._dialogue, "Your sentence, or Enter to go back:")
            if not why:
                return False
            if lacking := missing("explained", why):
                self._dialogue.say(f"{lacking[:1].upper()}{lacking[1:]}.")
                continue
            self._editor.reply(problems[0].prompt, "explained", why)
            problems = self._editor.problems
            if problems and problems[0].prompt:
                self._dialogue.say("Saved.")
        return True

    def _blocked(self, *, is_listed: bool) -> Question | None:
        """Print the problems, or only their number, and return the question of the first one."""
        checklist = self._editor.pack.checklist
        problems = [problem for problem in self._editor.problems if problem.question]
        questions = [checklist.question(problem.question) for problem in problems]
        numbers = [narration.number(self._editor, question) for question in questions if question]
        if not problems:
            return None
        if is_listed:
            words = problem_words(problems[0], narration.REMEDIES)
            self._dialogue.say(f"Still to correct before signing off: {len(problems)}. Next, {words}.")
            return questions[0]
        self._dialogue.say(f"To correct before signing off: {len(problems)}.")
        for number, problem in zip(numbers, problems, strict=True):
            self._dialogue.say(f"Question {number}. {problem_line(checklist, problem, narration.REMEDIES)}")
        return questions[0]

    def _confirm(self) -> None:
        """Print every answer, and sign off once the typed confirmation is right."""
        self._dialogue.say("This is what will be signed off:")
        self._dialogue.say(*narration.list_lines(self._editor))
        self._dialogue.say(*sign_off_warning(self._editor))
        # Commands are disabled here: the confirmation begins with one of them.
        typed = self._dialogue.ask(
            "It can never be changed afterwards; a mistake is corrected by a new one. "
            f"Type {CONFIRMATION} to sign it off; anything else goes back:"
        )
        self.is_wanted = False
        if typed.casefold() != CONFIRMATION:
            self._dialogue.say("Nothing is signed off.")
            return
        assessment = self._editor.assessment()
        try:
            self._saver.sign_off(assessment, self._editor.draft, seen=self._editor.case)
        except NewEntriesError as error:
            self._editor.take(error.case)
            self._dialogue.say(f"Not signed off. {NEW_ENTRIES}: sign shows it.")
            return
        self.is_signed = True
        self._dialogue.say(f"Signed off. Review {day_in_words(assessment.review_date)}.")
