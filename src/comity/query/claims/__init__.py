"""Claims about a thing: its profile, ties, citations, coverage and sentences."""
