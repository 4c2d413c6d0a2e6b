"""The store: cases in TinyDB, one database each, with accounts, the audit log and backups."""
