"""Tests of screens.checklist."""
