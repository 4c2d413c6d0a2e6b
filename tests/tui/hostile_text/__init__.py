"""Tests of tui.hostile_text."""
