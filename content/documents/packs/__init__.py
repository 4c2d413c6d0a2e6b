"""What a pack says, as documents: a preview, its statements beside its words, and what changed between two versions."""
