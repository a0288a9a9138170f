"""Names of things: labels, search, and the term that a text means."""

__all__ = ["labels", "resolve", "search"]
