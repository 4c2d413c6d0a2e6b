"""Accounts, passphrases, the audit events and holds."""
