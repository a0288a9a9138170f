"""Readers of the lists of the European Union."""
