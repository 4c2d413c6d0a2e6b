"""Tests of tui.runtime."""
