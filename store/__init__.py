"""What is remembered: cases in TinyDB, one database a case, kept so that nothing typed is lost."""
