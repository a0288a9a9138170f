"""Reads official lists as their publishers give them: each format to the same records."""
