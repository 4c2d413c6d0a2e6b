"""Tests of tui.process."""
