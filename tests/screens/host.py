"""An app that shows one screen, and functions that read its text."""

from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

SMALLEST = (60, 20)
USUAL = (80, 24)


class Host(App[None]):
    """Shows the screen under test as the real application does."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: Screen[Any]) -> None:
        super().__init__()
        self.sub_title = "TRAINING"
        self._shown = shown

    def on_mount(self) -> None:
        self.push_screen(self._shown)


def shown(pilot: Pilot[Any], selector: str) -> str:
    """The text that a widget of the topmost screen shows, with trailing spaces stripped."""
    region = pilot.app.screen.query_one(selector, Widget).region
    strips = pilot.app.screen._compositor.render_strips()[region.y : region.bottom]
    return "\n".join(strip.crop(region.x, region.right).text.rstrip() for strip in strips).rstrip()


def screen_text(pilot: Pilot[Any]) -> str:
    """The text of the topmost screen, with trailing spaces stripped."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def marked_text(pilot: Pilot[Any]) -> str:
    """The marked line of the topmost screen, without the mark; empty if no line is marked."""
    lines = screen_text(pilot).splitlines()
    return next((line[2:] for line in lines if line.startswith("> ")), "")


def is_left(pilot: Pilot[Any], screen: type[Screen[Any]]) -> bool:
    """Whether no screen of this class is on the stack."""
    return not any(isinstance(each, screen) for each in pilot.app.screen_stack)
