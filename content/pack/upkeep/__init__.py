"""Looking after a pack: a new overlay, conditions in words, what was withdrawn, and what changed."""
