"""Tests of store.accounts."""
