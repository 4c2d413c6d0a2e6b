"""Tests of content.training."""
