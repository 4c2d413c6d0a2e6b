"""Checking a pack."""
