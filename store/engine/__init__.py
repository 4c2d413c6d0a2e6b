"""The storage engines: the only package of the store that uses files, locks or a database."""
