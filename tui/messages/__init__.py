"""Sentences for errors, accounts, audit events and backups."""
