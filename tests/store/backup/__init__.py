"""Tests of store.backup."""
