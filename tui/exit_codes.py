"""The exit status of every command."""

DONE = 0
REFUSED = 1
"""Not done, or something found that needs attention."""

WRONG_USE = 2
INTERRUPTED = 130
"""What a shell reports for a program that SIGINT ended."""
