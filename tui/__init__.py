"""The program: command line, settings, use cases, and the two front ends."""
