"""Readers of the lists of Asia and the Pacific."""
