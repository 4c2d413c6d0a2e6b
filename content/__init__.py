"""What the product knows: the pack, its loader, and the pure domain of assessments, prompts and comparison."""
