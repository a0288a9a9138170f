"""Finds the same entity across lists: what is compared, which pairs are, and how they score."""
