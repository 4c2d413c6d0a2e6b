"""The line filter and the cells let no control character through, and keep the width of text."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tests.tui.hostile_text.strings import STORED, strange
from tui.driver.glyphs import cells
from tui.driver.line_filter import SafeTextFilter

ANY_TEXT = st.text(st.sampled_from(sorted(set("".join(STORED)))), max_size=40)


@given(ANY_TEXT)
@example("a\ue000\x1b[5;5Hb\u202e\uf8ffc")
def test_the_filter_keeps_the_width_of_a_line(text: str) -> None:
    (segment,) = SafeTextFilter().apply([Segment(text)], Color(0, 0, 0))

    assert cell_len(segment.text) == cell_len(text)
    assert strange(segment.text) == []
    assert "\x1b" not in segment.text


@given(ANY_TEXT)
def test_no_cell_holds_a_control_character(text: str) -> None:
    for encoding in ("utf-8", "ascii", "iso-8859-1"):
        assert strange("".join(cells(text, encoding))) == []


def test_combining_characters_are_limited_and_a_family_emoji_is_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

    pile = cells("e" + "\u0301" * 10_000, "utf-8")[0]

    assert len(unicodedata.normalize("NFC", pile)) < 20
    assert cells(family, "utf-8")[0] == family
