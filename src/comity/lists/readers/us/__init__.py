"""Readers of the lists of the United States."""
