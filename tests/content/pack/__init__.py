"""Tests of content.pack."""
