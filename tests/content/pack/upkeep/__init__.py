"""Looking after a pack."""
