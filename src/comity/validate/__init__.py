"""Hold data against the shapes of comity and tell what is wrong, doubtful or poor in it."""

from comity.validate.files import validate_files, validate_store
from comity.validate.finding import Finding, Place, Severity
from comity.validate.report import Report, render

__all__ = [
    "Finding",
    "Place",
    "Report",
    "Severity",
    "render",
    "validate_files",
    "validate_store",
]
