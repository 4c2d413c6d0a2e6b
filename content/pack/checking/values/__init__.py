"""Reading a file that people typed, and the faults of its values in their words."""
