"""Case references: generating, normalising and parsing them."""

import re

CaseId = str
"""The case's reference: short, random, unambiguous to read aloud, such as `7K4Q-M2XT`."""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-]+")


def normalise_symbols(typed: str) -> str:
    """Normalise typed symbols: upper case, O read as 0, I and L as 1, without spaces and hyphens."""
    return _BETWEEN.sub("", typed).upper().translate(_READ_AS)


def parse_case_id(typed: str) -> CaseId:
    """Parse a typed case reference; empty if it is not one."""
    symbols = normalise_symbols(typed)
    is_one = len(symbols) == 8 and set(symbols) <= set(SYMBOLS)
    return f"{symbols[:4]}-{symbols[4:]}" if is_one else ""


def new_case_id(random_bits: int) -> CaseId:
    """Encode 40 random bits as a case reference: two groups of four symbols."""
    symbols = [SYMBOLS[random_bits >> shift & 31] for shift in range(35, -5, -5)]
    return "".join(symbols[:4]) + "-" + "".join(symbols[4:])
