"""Tests of passphrase and account name validation, and of the recovery code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.access.accounts import checked_name
from content.access.passphrases import check_passphrase, normalise
from content.access.recovery_code import BITS, GROUPS, matches_group, parse, recovery_code
from content.case.model import SYMBOLS
from content.errors import AccountInputError


@pytest.mark.parametrize(
    "typed",
    [
        "seven green kettles",
        "abcdefg12345",
        "\u4e03\u4e2a\u7eff\u8272\u7684\u6c34\u58f6\u5728\u7076\u53f0\u4e0a\u9762",
        "\U0001f600\U0001f601\U0001f602\U0001f603\U0001f604\U0001f605\U0001f606\U0001f607\U0001f608\U0001f609\U0001f60a\U0001f60b",
        "x" * 6 + "abcdefghij",
        "[red]not markup[/]",
    ],
)
def test_a_long_passphrase_in_any_script_is_accepted(typed: str) -> None:
    check_passphrase(typed, "Sam Patel")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        # Twelve code points as typed, eleven once the accent is composed with its letter.
        ("elevenchare\u0301", "at least 12"),
        ("a" * 40, "too few"),
        ("121212121212", "too few"),
        ("password1234", "an attacker would try"),
        ("Password 12-34", "an attacker would try"),
        ("correct horse battery staple", "an attacker would try"),
        ("Samantha Patel", "own name"),
        ("samanthapatel!", "own name"),
        ("seven green\x1bkettles", "keyboard"),
        ("seven green\nkettles", "keyboard"),
        ("seven green \udcff kettles", "keyboard"),
        ("seven green kettles " * 60, "at most 1000"),
    ],
)
def test_a_passphrase_that_is_easy_to_guess_is_refused_in_one_sentence(typed: str, says: str) -> None:
    with pytest.raises(AccountInputError, match=says) as refused:
        check_passphrase(typed, "Samantha Patel")

    assert typed == "" or typed not in str(refused.value)


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_normalisation_is_idempotent(typed: str) -> None:
    assert normalise(normalise(typed)) == normalise(typed)


@pytest.mark.parametrize(("typed", "name"), [("Sam Patel", "Sam Patel"), ("  Sam \t Patel ", "Sam Patel"), ("s", "s")])
def test_space_in_a_name_is_collapsed(typed: str, name: str) -> None:
    assert checked_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "x" * 41, "Sam\x1b[2J", "Sam\u202ePatel", "Sam\x00"])
def test_a_name_with_control_or_invisible_characters_is_refused(typed: str) -> None:
    with pytest.raises(AccountInputError):
        checked_name(typed)


@given(bits=st.integers(min_value=0, max_value=2**BITS - 1))
@settings(max_examples=60, deadline=None)
def test_a_recovery_code_is_parsed_in_every_typed_form(bits: int) -> None:
    code = recovery_code(bits)

    assert parse(code) == code
    assert parse(code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")) == code
    assert parse(code.replace("-", "").replace("1", "I")) == code
    assert all(matches_group(code, number, group.lower()) for number, group in enumerate(code.split("-"), start=1))


def test_codes_of_different_bits_differ_and_contain_only_unambiguous_symbols() -> None:
    codes = {recovery_code(1 << bit) for bit in range(BITS)}

    assert len(codes) == BITS
    assert set("".join(codes)) - {"-"} <= set(SYMBOLS)
    assert all(len(code.split("-")) == GROUPS for code in codes)


@pytest.mark.parametrize("typed", ["", "0000", "0000-0000-0000-0000-0000-000", "0000-0000-0000-0000-0000-000U"])
def test_an_incomplete_code_is_refused(typed: str) -> None:
    with pytest.raises(AccountInputError, match="6 groups of 4"):
        parse(typed)


@pytest.mark.parametrize("typed", ["", "0000", "2222", "ABCE", "ABC", "ABCDABCD", "0000-ABCD"])
def test_another_group_of_the_code_does_not_match(typed: str) -> None:
    assert not matches_group("0000-ABCD-2222-3333-4444-5555", 2, typed)
