"""Back-ups, their register, and restores."""
