"""Tests of store.faults."""
