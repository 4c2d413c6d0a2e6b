"""Tests of the product as it runs: in real terminals, with keys sent and the screen read."""
