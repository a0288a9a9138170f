"""Answers as text: rows, sheets and pages in formats, and laid out for a terminal."""

__all__ = ["pages", "row_writers", "sheets", "text_layout", "workbook"]
