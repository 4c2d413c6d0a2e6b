"""Texts of valid TOML files, in the many ways in which one table can be written."""

import datetime as dt
import json

from hypothesis import strategies as st

_BARE = st.text("abcXYZ019_-", min_size=1, max_size=5)
_QUOTED = st.text("ab .=#é[]", max_size=4).map(lambda word: f'"{word}"') | st.text("ab .=#", max_size=4).map(
    "'{}'".format
)
_PLAIN = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"\\'), max_size=12)
_LINES = st.lists(st.sampled_from(["", "a = 1", "[[b]]", "[c]", "it's", "x # y", "é", "} ]"]), min_size=1, max_size=4)
_GAP = st.sampled_from(["", " ", "\t", "  "])
_BREAK = st.sampled_from(["", " ", "\n", "\n    ", " # ] } it's\n  "])
_KEYS = [f"k{number}" for number in range(8)]


def _texts() -> st.SearchStrategy[str]:
    return st.one_of(
        _PLAIN.map(lambda text: f'"{text}"'),
        st.text(st.characters(codec="utf-8"), max_size=8).map(
            lambda text: json.dumps(text, ensure_ascii=False).replace("\x7f", "")
        ),
        st.text("ab \\[]#=é", max_size=8).map("'{}'".format),
        _LINES.map(lambda lines: '"""' + "\n".join(lines) + '"""'),
        _LINES.map(lambda lines: "'''\n" + "\n".join(lines).replace("it's", "") + "'''"),
        st.sampled_from(['""""a"" b"""""', "''''a'' b'''''", '"""a \\\n   b"""', '""', "''", '""""""']),
    )


def _scalars() -> st.SearchStrategy[str]:
    return st.one_of(
        _texts(),
        st.integers(-(10**9), 10**9).map(str),
        st.floats(allow_nan=False).map(repr),
        st.sampled_from(["true", "false", "0x1F", "1_000", "inf", "-1e5", "12:30", "12:30:00", "2026-11-22 12:30:00Z"]),
        st.dates(min_value=dt.date(1900, 1, 1)).map(str),
        st.times(timezones=st.none()).map(str),
    )


@st.composite
def _lists(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(inner, max_size=3))
    text = "".join(f"{draw(_BREAK)}{item}{draw(_BREAK)}," for item in items)
    return f"[{text if draw(st.booleans()) else text[:-1]}{draw(_BREAK)}]"


@st.composite
def _tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    keys = draw(st.lists(st.sampled_from(_KEYS), max_size=3, unique=True))
    text = ",".join(f"{draw(_GAP)}{key}{draw(_GAP)}={draw(_GAP)}{draw(inner)}{draw(_GAP)}" for key in keys)
    return f"{{{text}{draw(_GAP)}}}"


_VALUES = st.recursive(_scalars(), lambda inner: _lists(inner) | _tables(inner), max_leaves=6)


@st.composite
def _statements(draw: st.DrawFn, most: int) -> str:
    parts = []
    for key in draw(st.lists(_BARE | _QUOTED, max_size=most, unique_by=lambda key: key.strip("\"'"))):
        # A second part of the key makes a table that no other key of the section enters.
        inner = draw(st.sampled_from(["", "", ".in", " . 'in x'"]))
        comment = draw(st.sampled_from(["", ' # [x] = "', "\t"]))
        parts.append(f"{draw(_GAP)}{key}{inner}{draw(_GAP)}={draw(_GAP)}{draw(_VALUES)}{comment}\n")
        parts.append(draw(st.sampled_from(["", "\n", '  # a = "\n'])))
    return "".join(parts)


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    """A valid file: keys, then tables and lists of tables, some inside the one before."""
    text = draw(_statements(4))
    for number in range(draw(st.integers(0, 4))):
        header = draw(
            st.sampled_from([f"[t{number}]", f"[t{number}.a.b]", "[[list of]]", "[[many]]", f"[[ many2 . x{number} ]]"])
        )
        header = header.replace("list of", '"list of"')
        text += f"{draw(_GAP)}{header}{draw(st.sampled_from(['', ' # x']))}\n{draw(_statements(3))}"
        if header == "[[many]]" and draw(st.booleans()):
            text += f"[many.'sub table']\n{draw(_statements(2))}"
    return text
