"""What changed between assessments, and what is due."""
