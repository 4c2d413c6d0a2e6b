"""Tests of screens.dialogs."""
