"""What a session is started with."""
