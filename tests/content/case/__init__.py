"""Tests of content.case."""
