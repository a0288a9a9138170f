"""Programs of others, from npm, that the tests ask and read with: ``make clients`` installs them.

``COMITY_NODE_FOLDER`` names another folder that has them in its ``node_modules``.
"""

from __future__ import annotations

import os
from pathlib import Path

CLIENTS = Path(os.environ.get("COMITY_NODE_FOLDER") or Path(__file__).parents[2] / "build/clients")
