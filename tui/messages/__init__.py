"""Sentences for errors, accounts, audit events and back-ups."""
