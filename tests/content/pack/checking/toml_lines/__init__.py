"""Tests of content.pack.checking.toml_lines."""
