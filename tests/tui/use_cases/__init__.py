"""Use cases, without an interface."""
