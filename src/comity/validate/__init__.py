"""Hold data against the shapes of comity and tell what is wrong, doubtful or poor in it."""

from comity.validate.findings import Finding, Place, Severity
from comity.validate.reports import Report, render
from comity.validate.validation import validate_files, validate_store

__all__ = [
    "Finding",
    "Place",
    "Report",
    "Severity",
    "render",
    "validate_files",
    "validate_store",
]
