"""Reading a pack from its folder, and laying an overlay over the national pack."""
