"""Every prompt that is open on a draft."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from content.packs import ContactId, Pack, PromptRule
from screens.widgets.page import Page
from screens.widgets.question import prompt_line
from screens.widgets.rows import Row, Rows


class PromptsScreen(Page[ContactId]):
    """Read the prompts, most urgent first; dismissed with the contact that can help with the one chosen."""

    def __init__(self, pack: Pack, prompts: tuple[PromptRule, ...]) -> None:
        super().__init__()
        self._pack = pack
        self._prompts = prompts
        self.place = f"Prompts open: {len(prompts)}"

    def compose_body(self) -> Iterable[Widget]:
        """One prompt after another, each with its source and who can help."""
        yield Static("Each stays here until the answers change. Enter opens the contact that can help.", markup=False)
        yield Rows([self._row(rule) for rule in self._prompts] or [Row(id="", text="No prompts open.")])

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        rule = next(rule for rule in self._prompts if rule.id == event.row.id)
        if rule.contact:
            self.dismiss(rule.contact)

    def _row(self, rule: PromptRule) -> Row:
        help_from = f" [Enter: {self._pack.contact(rule.contact).name}]" if rule.contact else ""
        return Row(
            id=rule.id,
            text=prompt_line(self._pack, rule) + help_from,
            look="problem" if rule.urgency == "now" else "",
        )
