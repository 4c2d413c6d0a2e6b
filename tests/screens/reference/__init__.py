"""Tests of screens.reference."""
