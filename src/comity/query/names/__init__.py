"""Names of things: resolved, searched and shown."""
