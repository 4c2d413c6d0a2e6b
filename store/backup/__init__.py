"""Backups, their register, and restores."""
