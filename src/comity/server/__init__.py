"""The endpoint: SPARQL, linked data and an API over one store, as a site that a function builds."""
