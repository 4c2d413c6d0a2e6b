"""Tests of content.access."""
