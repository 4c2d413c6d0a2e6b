"""What is remembered, tried on real files and real processes."""
