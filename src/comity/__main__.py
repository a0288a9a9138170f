"""Lets ``python -m comity`` do what ``comity`` does."""

from comity.cli import main

main()
