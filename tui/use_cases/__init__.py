"""What people do with Fourfold, whichever interface they do it in; no Textual, and nothing printed."""
