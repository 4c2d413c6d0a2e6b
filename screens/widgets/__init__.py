"""The base class of screens and the widgets they share."""
