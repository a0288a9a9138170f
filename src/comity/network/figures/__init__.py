"""The pictures for papers, one a file: each reads what it shows from the store and draws it."""
