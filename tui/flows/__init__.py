"""Flows: coroutines that show screens, run use cases off the event loop, and report the result."""
