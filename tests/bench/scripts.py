"""What somebody without comity would write: each a whole program, run as a fresh process."""

from __future__ import annotations

IMPORTS_ALONE = "import click, pyoxigraph"

RDFLIB_ANSWER = """
import sys
from pathlib import Path
import rdflib

graph = rdflib.Graph()
for path in sorted(Path(sys.argv[1]).rglob("*.ttl")):
    graph.parse(path)
for row in graph.query('''
PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?polity ?name ?role ?since WHERE {
  ?claim comity:initiative <https://w3id.org/comity/id/initiative/echri> ;
    comity:polity ?polity ; comity:role ?role ; comity:since ?since .
  ?polity skos:prefLabel ?name .
  FILTER (LANG(?name) = "en" && STR(?since) <= "2023-01-01")
  FILTER NOT EXISTS { ?claim comity:until ?until . FILTER (STR(?until) <= "2023-01-01") }
} ORDER BY ?polity ?role'''):
    print(*row, sep=",")
"""

RDFLIB_PARSE = """
import sys
from pathlib import Path
import rdflib

graph = rdflib.Dataset()
for folder in sys.argv[1:]:
    for path in sorted(Path(folder).rglob("*.ttl")):
        graph.graph(rdflib.URIRef(path.as_uri())).parse(path)
"""

PYSHACL = """
import sys
from pathlib import Path
import pyshacl, rdflib

def read(paths):
    graph = rdflib.Graph()
    for path in sorted(paths):
        graph.parse(path)
    return graph

ontology, graphs = Path(sys.argv[1]), Path(sys.argv[2])
data = read([*ontology.glob("*.ttl"), *ontology.glob("schemes/*.ttl"), *graphs.rglob("*.ttl")])
conforms, _, _ = pyshacl.validate(data, shacl_graph=read(ontology.glob("shapes/*.ttl")))
sys.exit(not conforms)
"""

# Runs a command and tells the most memory that it held, in kilobytes. A process counts what the
# one held that started it, so a small one has to.
MEMORY = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
