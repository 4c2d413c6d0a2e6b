"""Accounts, passphrases, the recovery code, audit events and holds."""
