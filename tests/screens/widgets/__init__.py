"""Tests of screens.widgets."""
