"""The question library: headers, typed parameters, the guard, and rows with their sources."""
