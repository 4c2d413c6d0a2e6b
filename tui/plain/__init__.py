"""The checklist as a line-by-line dialogue, for screen readers, braille displays and very limited terminals."""
