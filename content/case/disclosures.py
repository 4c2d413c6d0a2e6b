"""The recipients of a disclosure that was corrected."""

from collections.abc import Sequence

from content.entries.disclosure import Disclosure, recipient_in_words


def earlier_recipients(disclosures: Sequence[Disclosure], correction: Disclosure) -> str:
    """The recipients of the disclosures that a correction corrects, directly or through another correction."""
    by_id = {each.id: each for each in disclosures}
    names: dict[str, None] = {}
    wrong = by_id.pop(correction.corrects or "", None)
    while wrong:
        names.setdefault(recipient_in_words(wrong))
        wrong = by_id.pop(wrong.corrects or "", None)
    return " and ".join(names)
