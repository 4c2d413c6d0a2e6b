"""Tests of tui.looks."""
