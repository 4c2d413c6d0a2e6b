"""Verification, the probe of a data directory and the crash log."""
