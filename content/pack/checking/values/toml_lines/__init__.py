"""Reading a TOML file that people typed: its table, the line of each entry and key, and every fault of syntax."""
