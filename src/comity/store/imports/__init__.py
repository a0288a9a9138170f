"""Editions of official lists in the data folder: import, validity, changes and identities."""
