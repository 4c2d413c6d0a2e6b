"""Tests of store.diagnostics."""
