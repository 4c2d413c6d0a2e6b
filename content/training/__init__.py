"""Made-up cases for training mode."""
