"""Tests of store.crypto."""
