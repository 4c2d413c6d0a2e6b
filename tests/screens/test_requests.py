"""Every key that makes a request makes one that exists."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.screen import Screen

import screens
from screens.case.case_list import CasesScreen
from screens.case.case_page import CasePage
from screens.case.requests import REQUESTS
from screens.home import HomeScreen, Part

REQUEST = re.compile(r"request\('(.*)'\)")
PART = re.compile(r"open\('(.*)'\)")


def subclasses(screen: type[Screen[None]]) -> Iterator[type[Screen[None]]]:
    yield screen
    for each in screen.__subclasses__():
        yield from subclasses(each)


def parameters(screen: type[Screen[None]], action: re.Pattern[str]) -> list[str]:
    actions = [each.action for each in screen.BINDINGS if isinstance(each, Binding)]
    return [found[1] for each in actions if (found := action.fullmatch(each))]


def screens_of_cases() -> list[type[Screen[None]]]:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    return [*subclasses(CasePage), CasesScreen]


@pytest.mark.parametrize("screen", screens_of_cases(), ids=lambda screen: screen.__name__)
def test_each_request_of_a_key_exists(screen: type[Screen[None]]) -> None:
    assert set(parameters(screen, REQUEST)) <= REQUESTS.keys()


def test_each_request_is_made_by_some_key() -> None:
    made = {name for screen in screens_of_cases() for name in parameters(screen, REQUEST)}

    assert made == REQUESTS.keys()


def test_each_part_is_opened_by_a_key_of_the_home_screen() -> None:
    assert {Part(name) for name in parameters(HomeScreen, PART)} == set(Part)
