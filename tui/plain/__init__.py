"""The checklist line by line, for screen readers, braille lines and the poorest terminals."""
