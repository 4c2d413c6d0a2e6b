"""Tests of store.audit."""
