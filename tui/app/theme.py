"""The colour themes: few colours with high contrast, and none that is the only sign of something."""

import os
from collections.abc import Mapping

from textual.theme import Theme

STANDARD = Theme(
    name="fourfold",
    primary="#87afff",
    secondary="#87d7ff",
    accent="#ffd75f",
    foreground="#e4e4e4",
    background="#000000",
    surface="#121212",
    panel="#1c1c1c",
    success="#87d787",
    warning="#ffd75f",
    error="#ff8787",
    dark=True,
    variables={"text-error": "#ff8787", "text-muted": "#b2b2b2", "foreground-muted": "#8a8a8a"},
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#ffffff",
    success="#ffffff",
    warning="#ffff00",
    error="#ffff00",
    dark=True,
    variables={
        "text-error": "#ffff00",
        "text-muted": "#ffffff",
        "text-disabled": "#ffffff",
        "foreground-muted": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
    },
)
"""White on black, with problems in yellow; the title line and the key line are black on white."""


def theme_for(environment: Mapping[str, str]) -> Theme:
    """The theme that FOURFOLD_THEME names, or the standard theme if there is none of that name."""
    return HIGH_CONTRAST if environment.get("FOURFOLD_THEME") == HIGH_CONTRAST.name else STANDARD


FOURFOLD = theme_for(os.environ)
"""The theme of this session."""
