"""RDF engines behind one interface: Oxigraph, rdflib, and any SPARQL endpoint."""
