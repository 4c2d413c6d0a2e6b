"""Dialogs: screens that show a message or ask for one thing."""
