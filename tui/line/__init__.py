"""The line between the interface and a terminal: what is wanted on the screen, and the least that brings it there."""
