"""Puts the parts together: command line, settings, the app and its flows."""
