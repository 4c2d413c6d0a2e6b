"""What the user sees: one screen a file, its style sheet beside it."""
