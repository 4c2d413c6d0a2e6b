"""The guide and the contacts."""
