"""Tests of content.review."""
