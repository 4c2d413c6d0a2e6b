"""Tests of screens.case."""
