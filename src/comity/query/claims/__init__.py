"""Claims about a thing: records, facts, ties, profile, citations, coverage, sentences."""

__all__ = ["citations", "coverage", "facts", "profile", "records", "sentences", "ties"]
