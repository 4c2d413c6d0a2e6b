"""Tests of tui.flows."""
