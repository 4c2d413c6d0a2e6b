"""Tests of the wheel, of its installation and of the list of its parts."""
