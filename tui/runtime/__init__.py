"""Services behind the screens: autosave, the key queue, the idle timer and the signed-in user."""
