"""Tests of the drawings of an answer."""
