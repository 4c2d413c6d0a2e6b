"""The peer of a list in urwid, where it is installed: rows of which one is marked, and a line to write on."""

ROWS = 12


def main() -> None:
    """Show the list."""
    # Not among the dependencies: measured only where it happens to be.
    import urwid  # noqa: PLC0415

    rows = [
        urwid.AttrMap(
            urwid.SelectableIcon(f"> 0000-000{row:X} AB     Medium   signed off       review 4 Dec 2026", 0),
            None,
            "marked",
        )
        for row in range(ROWS)
    ]
    note = urwid.Edit("")

    def typed(key: str) -> None:
        note.set_edit_text(note.edit_text + key)

    frame = urwid.Frame(urwid.ListBox(urwid.SimpleFocusListWalker(rows)), footer=note)
    urwid.MainLoop(frame, [("marked", "standout", "")], unhandled_input=typed).run()


if __name__ == "__main__":
    main()
