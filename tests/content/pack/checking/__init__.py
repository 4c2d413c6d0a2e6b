"""Tests of content.pack.checking."""
