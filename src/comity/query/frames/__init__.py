"""Rows as data frames: one file a library, loaded when it is asked for and installed."""
