"""Sessions: the settings, the terminal and the signed-in practitioner."""
