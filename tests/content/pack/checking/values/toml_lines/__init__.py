"""Tests of content.pack.checking.values.toml_lines."""
