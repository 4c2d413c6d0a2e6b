"""Proofs of what the store promises: a twin of the disk, sessions against a model, planted faults, bit flips."""
