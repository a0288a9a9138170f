"""Drawings of an answer as inline SVG without styles: the same rows, the same bytes."""
