"""Tests of what the user sees."""
