"""The processes of a session: signals, shutdown, crash reports and the training directory."""
