"""Checks of the entries of each file, and of what an overlay adds."""
