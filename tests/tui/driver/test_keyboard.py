"""Keys are parsed correctly however the line splits them, and no input raises or blocks later keys."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from tui.driver.keyboard import MAX_PASTE, PASTE_END, PASTE_START, STATUS_REPORT, Keyboard

ARROWS = {"\x1b[A": "up", "\x1b[B": "down", "\x1bOC": "right", "\x1bOD": "left"}
OTHERS = {
    "\x1b[H": "home", "\x1b[1~": "home", "\x1b[7~": "home", "\x1bOH": "home", "\x1b[F": "end", "\x1b[4~": "end",
    "\x1b[5~": "pageup", "\x1b[6~": "pagedown", "\x1b[3~": "delete", "\x1b[Z": "shift+tab", "\x1b[1;5C": "ctrl+right",
    "\x1b[1;2B": "shift+down", "\x1bOP": "f1", "\x1b[[A": "f1", "\x1b[11~": "f1", "\x1b[24~": "f12",
}  # fmt: skip
CONTROLS = {
    "\r": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace", "\x0c": "ctrl+l", "\x12": "ctrl+r",
    "\x00": "ctrl+@",
}  # fmt: skip
LETTERS = {
    "a": "a", "Z": "Z", "7": "7", " ": "space", "/": "slash", "?": "question_mark", "-": "minus", "\u00e9": "\u00e9",
    "\u6f22": "\u6f22", "\u20ac": "euro_sign",
}  # fmt: skip
ALL = ARROWS | OTHERS | CONTROLS | LETTERS


def typed(keyboard: Keyboard, *pieces: bytes) -> list[str]:
    """The events of some input: a key as its name, a paste as `paste` and its text."""
    return [named(event) for piece in pieces for event in keyboard.feed(piece)]


def named(event: events.Key | events.Paste) -> str:
    return event.key if isinstance(event, events.Key) else f"paste {event.text}"


@pytest.mark.parametrize(("sent", "key"), ALL.items(), ids=repr)
def test_each_key_of_each_terminal_is_known(sent: str, key: str) -> None:
    assert typed(Keyboard(), sent.encode()) == [key]


@settings(max_examples=100, deadline=None)
@given(sent=st.lists(st.sampled_from(sorted(ALL)), max_size=12), cuts=st.sets(st.integers(1, 60)))
def test_keys_are_the_same_however_the_line_splits_them(sent: list[str], cuts: set[int]) -> None:
    data = "".join(sent).encode()
    ends = [*sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    assert typed(Keyboard(), *pieces) == [ALL[each] for each in sent]


def test_escape_is_a_key_after_the_timeout() -> None:
    keyboard = Keyboard()

    assert typed(keyboard, b"\x1b") == []
    assert keyboard.timeout == 0.25
    assert [named(key) for key in keyboard.flush()] == ["escape"]
    assert keyboard.timeout is None


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"\x1by", ["escape", "y"]),
        (b"\x1b\r", ["escape", "enter"]),
        (b"\x1b\x1b[B", ["escape", "down"]),
        (b"\x1b\x1by", ["escape", "escape", "y"]),
        (b"\x1b\t", ["escape", "tab"]),
    ],
    ids=repr,
)
def test_a_key_typed_with_escape_before_it_is_escape_and_the_key(sent: bytes, keys: list[str]) -> None:
    assert typed(Keyboard(), sent) == keys


def test_escape_and_tab_are_shift_tab_on_the_linux_console() -> None:
    assert typed(Keyboard(tab_after_escape=True), b"\x1b\t") == ["shift+tab"]


@pytest.mark.parametrize("pressed", [b"\x1b", b"\x1b\x1b", b"\x1b[", b"\x1bO"], ids=repr)
def test_escape_is_not_lost_with_the_beginning_of_a_sequence(pressed: bytes) -> None:
    keyboard = Keyboard()
    typed(keyboard, pressed)

    assert next(named(key) for key in keyboard.flush()) == "escape"
    assert typed(keyboard, b"y") == ["y"]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x1b[99999999;1u",
        b"\x1b[48;99999;99999;1;1t",
        b"\x1b[" + b"9;" * 5000 + b"u",
        b"\x1b[<0;10;10M",
        b"\x1b[I",
        b"\x1b[?2026;1$y",
        b"\x1b[12;40R",
        b"\x1b[1;3A",
        b"\xc2\x9b",
        b"\xe2\x80\xae",
    ],
    ids=lambda sent: repr(sent[:20]),
)
def test_unknown_sequences_are_discarded_and_the_next_key_counts(sent: bytes) -> None:
    assert typed(Keyboard(), sent, b"y") == ["y"]
    assert typed(Keyboard(), *(sent[at : at + 7] for at in range(0, len(sent), 7)), b"y") == ["y"]


def test_an_endless_sequence_swallows_no_later_key() -> None:
    keyboard = Keyboard()
    typed(keyboard, b"\x1b[" + b"9;" * 5000)
    keyboard.flush()

    assert typed(keyboard, b"y") == ["y"]


@pytest.mark.parametrize("sent", [b"\xff\xfe", b"\xc3(", b"\xe2\x82x", b"\xf5"], ids=repr)
def test_invalid_bytes_become_replacement_characters_and_the_next_key_counts(sent: bytes) -> None:
    keyboard = Keyboard()
    shown = [event.character for event in [*keyboard.feed(sent), *keyboard.feed(b"y")] if isinstance(event, events.Key)]

    assert shown[0] == "\ufffd"
    assert shown[-1] == "y"


def test_a_single_byte_encoding_is_decoded() -> None:
    assert typed(Keyboard("iso-8859-1"), b"\xe9") == ["\u00e9"]


PASTED = "two\nlines \x1b]52;c;eA==\x07 \x1b[2J \u00e9"


@settings(max_examples=50, deadline=None)
@given(cuts=st.sets(st.integers(1, 60)))
def test_a_paste_is_one_event_with_any_content_and_any_split(cuts: set[int]) -> None:
    data = f"a{PASTE_START}{PASTED}{PASTE_END}b".encode()
    ends = [*sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    assert typed(Keyboard(), *pieces) == ["a", f"paste {PASTED}", "b"]


def test_a_paste_without_end_marker_ends_after_the_timeout() -> None:
    keyboard = Keyboard()

    assert typed(keyboard, f"{PASTE_START}some text\x1b[20".encode()) == []
    assert keyboard.timeout == 0.75
    assert [named(each) for each in keyboard.flush()] == ["paste some text\x1b[20"]
    assert typed(keyboard, b"y", PASTE_END.encode(), b"n") == ["y", "n"]


def test_an_endless_paste_is_split_into_several_events() -> None:
    keyboard = Keyboard()

    pastes = [each for _ in range(3) for each in keyboard.feed(PASTE_START.encode() + b"x" * MAX_PASTE)]

    assert len(pastes) == 3


@settings(max_examples=100, deadline=None)
@given(sent=st.lists(st.sampled_from(sorted(ALL)), max_size=8), at=st.integers(0, 40))
def test_a_status_report_may_arrive_within_a_key(sent: list[str], at: int) -> None:
    data = "".join(sent)
    keyboard = Keyboard()

    keys = typed(keyboard, (data[:at] + STATUS_REPORT + data[at:]).encode())

    assert keys == [ALL[each] for each in sent]
    assert keyboard.status_reports == 1


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.binary(max_size=30) | st.sampled_from([b"\x1b", b"\x1b[", b"\x1b[200~", b"[", b"0n"])))
def test_no_input_raises_or_blocks_later_keys(pieces: list[bytes]) -> None:
    keyboard = Keyboard()

    for piece in pieces:
        keyboard.feed(piece)
    for _ in range(2):
        keyboard.feed(b"\r")
        keyboard.flush()

    assert keyboard.timeout is None
    assert typed(keyboard, b"y") == ["y"]
