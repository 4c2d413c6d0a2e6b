"""Documents: what a case, a check, a comparison or a plan says, as values that every front end renders."""
