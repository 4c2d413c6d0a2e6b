"""Verification of a store, and the crash log."""
