"""The application layer: one function for each use case, shared by the interface, the dialogue and the commands."""
