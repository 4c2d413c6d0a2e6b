"""The processes of a session, their signals and how they end."""
