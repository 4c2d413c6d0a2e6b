"""Words that are commands in either front end are not taken for answers unasked."""

import pytest

from content.assessment.command_words import is_command_word


@pytest.mark.parametrize("typed", ["save", " Sign off ", "/help", "lines", "undo", "r", "?"])
def test_a_command_of_the_dialogue_the_name_of_a_key_and_a_single_letter_are_command_words(typed: str) -> None:
    assert is_command_word(typed)


@pytest.mark.parametrize("typed", ["", "7", "save her number", "no"])
def test_a_digit_and_other_words_are_answers(typed: str) -> None:
    assert not is_command_word(typed)
