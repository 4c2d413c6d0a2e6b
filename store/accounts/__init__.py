"""Accounts and the file that stores them."""
