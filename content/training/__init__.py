"""Made-up cases for training."""
