"""The audit log: writing, reading and verifying it."""
