"""Tests of tui.plain."""
