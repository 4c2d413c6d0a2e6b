"""The pack: its model, how it is read and checked, and how its text is searched and rendered."""
