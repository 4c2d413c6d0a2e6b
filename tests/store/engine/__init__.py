"""Tests of store.engine."""
