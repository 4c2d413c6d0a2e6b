"""The exit status of every command."""

DONE = 0
REFUSED = 1
"""Not done, or something found that needs attention."""

WRONG_USE = 2
INTERRUPTED = 130
"""As a shell reports a program that SIGINT ended."""
