"""Tests of content.documents."""
