"""Screens that ask for one thing."""
