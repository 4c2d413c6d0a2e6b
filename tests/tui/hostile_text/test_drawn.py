"""The last looks at text before it is sent keep its width, and let nothing through that acts."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tests.tui.hostile_text.strings import STORED, strange
from tui.line.marks import cells
from tui.onlytext import OnlyText

ANY_TEXT = st.text(st.sampled_from(sorted(set("".join(STORED)))), max_size=40)


@given(ANY_TEXT)
@example("a\ue000\x1b[5;5Hb\u202e\uf8ffc")
def test_a_line_without_what_acts_is_as_wide_as_it_was(text: str) -> None:
    (segment,) = OnlyText().apply([Segment(text)], Color(0, 0, 0))

    assert cell_len(segment.text) == cell_len(text)
    assert strange(segment.text) == []
    assert "\x1b" not in segment.text


@given(ANY_TEXT)
def test_nothing_that_acts_is_drawn_in_a_cell(text: str) -> None:
    for encoding in ("utf-8", "ascii", "iso-8859-1"):
        assert strange("".join(cells(text, encoding))) == []


def test_a_pile_of_accents_is_no_longer_than_a_family_needs() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

    pile = cells("e" + "\u0301" * 10_000, "utf-8")[0]

    assert len(unicodedata.normalize("NFC", pile)) < 20
    assert cells(family, "utf-8")[0] == family
