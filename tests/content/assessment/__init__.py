"""Tests of content.assessment."""
