"""What people do, told from beginning to end: show, work, save off the event loop, say what happened."""
