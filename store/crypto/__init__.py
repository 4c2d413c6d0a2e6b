"""Key derivation, the data key and sealed files."""
