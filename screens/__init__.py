"""The screens of the terminal interface: one screen a file, with its style sheet beside it."""
