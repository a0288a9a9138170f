"""The library of questions: headers and parameters, running, rows, records of searches."""

__all__ = ["catalogue", "rows", "run", "search_record", "staleness"]
