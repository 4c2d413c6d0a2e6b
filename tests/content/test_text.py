"""Tests of sanitising text for display."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from content.text import one_line, sanitised

ACTING = {"Cc", "Co", "Cs", "Zl", "Zp"}
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ANY_TEXT = st.text(st.characters(exclude_categories=()))
TROUBLE = st.text(
    st.sampled_from(
        "a \x00\x07\x1b\x7f\x85\x9b\r\n\t\u2028\u2029\ud800\udfff\u200b\ufeff\u202e\u2066\u00ad\ue000\U0010fffd"
    )
)


@given(ANY_TEXT | TROUBLE)
@example("\x1b]52;c;eA==\x07")
@example("\x9b31m")
@example("a\u202eb")
def test_no_character_that_acts_on_a_terminal_is_left(text: str) -> None:
    left = sanitised(text).replace("\n", "").replace("\t", "")

    assert not [char for char in left if unicodedata.category(char) in ACTING or char in BIDIRECTIONAL]


@given(ANY_TEXT | TROUBLE)
def test_sanitising_is_idempotent(text: str) -> None:
    once = sanitised(text)

    assert sanitised(once) == once


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))))
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert sanitised(text) == text


def test_joiners_line_breaks_and_tabs_stay() -> None:
    assert sanitised("क्‍ष\n\tx") == "क्‍ष\n\tx"


def test_line_breaks_of_all_systems_become_newlines() -> None:
    assert sanitised("a\r\nb\rc") == "a\nb\nc"


def test_one_line_has_no_breaks_and_single_spaces() -> None:
    assert one_line(" a \n\n b\tc ") == "a b c"
