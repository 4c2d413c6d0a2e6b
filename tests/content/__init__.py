"""Tests of what the product knows."""
