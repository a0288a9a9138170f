"""The store: one engine interface, Oxigraph and rdflib behind it, and the snapshot on disk."""
