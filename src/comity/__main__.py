"""Lets ``python -m comity`` do what ``comity`` does, without modules of the folder it starts in."""

import os
import sys

if not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from comity.cli import main

main()
