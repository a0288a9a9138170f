"""From facts and lists to canonical graphs: reading, writing, building and comparing them."""
