"""The colours: few, with contrast, and never the only sign of anything."""

from textual.theme import Theme

FOURFOLD = Theme(
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
