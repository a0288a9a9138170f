"""Facts as tables that people write: their kinds, reading, checking, compiling and writing."""
