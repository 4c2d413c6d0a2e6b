"""The storage engines: the only room of the store that touches files, locks or a database."""
