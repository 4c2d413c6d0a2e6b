"""Tests of store.cases."""
