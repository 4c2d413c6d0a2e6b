"""A case and what is recorded on it."""
