"""A Textual driver for slow lines and limited terminals; it depends on Textual, Rich and the standard library only."""
