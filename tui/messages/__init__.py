"""Errors, audit lines and back-ups in words."""
