"""Serves a store with limits of a test's own: ``python -m tests.server.program FOLDER JSON``."""

from __future__ import annotations

import json
import os
import sys

import comity
from comity.errors import ComityError
from comity.server.front.limits import Limits
from comity.server.front.reload import Source
from comity.server.front.serving import Address, serve


def main() -> None:
    """Serve until told to stop."""
    folder, said = sys.argv[1], json.loads(sys.argv[2])
    graph = comity.open(folder)
    if "digest" in said:
        digest_file = said["digest"]  # a file that says which store is the one of today

        def digest() -> str:
            with open(digest_file, encoding="ascii") as file:
                return file.read().strip()
    else:
        digest = graph.digest
    try:
        serve(
            Source(folder, digest),
            Address(port=0, **said.get("address", {})),
            Limits(**said.get("limits", {})),
            allow_update=said.get("allow_update", False),
            token=os.environ.get("COMITY_TOKEN", ""),
            say=lambda text: print(text, file=sys.stderr, flush=True),
        )
    except ComityError as error:
        sys.exit(error.found)


if __name__ == "__main__":
    main()
