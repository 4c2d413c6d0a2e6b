"""Stored cases."""
