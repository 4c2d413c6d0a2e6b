"""Comparison of assessments, trends, the overview of a case, and the review diary."""
