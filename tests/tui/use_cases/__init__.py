"""Tests of tui.use_cases."""
