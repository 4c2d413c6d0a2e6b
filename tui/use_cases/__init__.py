"""What people do with Fourfold, for every front end: no screens, no printing, no terminal."""
