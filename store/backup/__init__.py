"""Back-ups and restoring them."""
