"""Tests of content.pack.toml_lines."""
