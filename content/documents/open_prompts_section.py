"""The open prompts of a signed-off assessment as a section of a document; each line leads to its prompt."""

import textwrap

from content.case.model import Case, PromptSnapshot
from content.case.open_prompts import open_prompts_of
from content.documents.document import Line, Section, Tone, anchor
from content.text import one_line

OPEN_PROMPT = "open-prompt"
"""The role of the anchor of an open prompt; its name is the id of the prompt."""

MAX_LENGTH = 90
"""The number of characters to which a list cuts a prompt that is not for now."""


MAX_LESS_URGENT = 3
"""How many prompts that are not for now a list shows; the assessment shows all."""

MORE = "More prompts are open: the assessment has them all."


def open_prompts_section(case: Case, *, is_whole: bool = False) -> Section:
    """The prompts of the latest assessment that are still open, the most urgent first; empty if there are none.

    Args:
        case: The case.
        is_whole: Whether to list all prompts in full; otherwise only those for now are in full.
    """
    prompts = open_prompts_of(case)
    urgent = sum(prompt.urgency == "now" for prompt in prompts)
    shown = prompts if is_whole else prompts[: urgent + MAX_LESS_URGENT]
    lines = tuple(_line(prompt, is_whole=is_whole or prompt.urgency == "now") for prompt in shown)
    if case.latest and len(shown) < len(prompts):
        lines += (Line(text=MORE, anchor=case.latest.id),)
    return Section(name="open prompts", heading=f"Prompts still open: {len(prompts)}" if prompts else "", blocks=lines)


def _line(prompt: PromptSnapshot, *, is_whole: bool) -> Line:
    says = one_line(prompt.says)
    shown = says if is_whole else textwrap.shorten(says, MAX_LENGTH, placeholder=" ...")
    tone: Tone = "warning" if prompt.urgency == "now" else ""
    return Line(text=f"{prompt.urgency.upper()}: {shown}", anchor=anchor(OPEN_PROMPT, prompt.id), tone=tone)
