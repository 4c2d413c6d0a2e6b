"""The pack: its model, loading, validation, search and rendering."""
