// Reads a network back with the JavaScript library that a format is for, and says what it found.
//
//     node read_back.mjs gexf|gephi-lite|cytoscape FILE

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const [form, file] = process.argv.slice(2);
const text = readFileSync(file, "utf-8");

function ofGraphology(graph) {
  return {
    title: graph.getAttribute("title") ?? null,
    nodes: graph.nodes().sort(),
    labels: graph.nodes().sort().map((node) => graph.getNodeAttribute(node, "label")),
    edges: graph
      .edges()
      .sort()
      .map((edge) => [
        graph.source(edge),
        graph.target(edge),
        graph.isDirected(edge),
        Number(graph.getEdgeAttribute(edge, "weight")),
      ]),
  };
}

const readers = {
  gexf() {
    const { MultiGraph } = require("graphology");
    return ofGraphology(require("graphology-gexf").parse(MultiGraph, text));
  },
  "gephi-lite"() {
    return ofGraphology(require("graphology").MultiGraph.from(JSON.parse(text)));
  },
  cytoscape() {
    const { elements, data } = JSON.parse(text);
    const graph = require("cytoscape")({ headless: true, elements });
    const sorted = (some) => some.toArray().sort((a, b) => (a.id() < b.id() ? -1 : 1));
    return {
      title: data.name,
      nodes: sorted(graph.nodes()).map((node) => node.id()),
      labels: sorted(graph.nodes()).map((node) => node.data("name")),
      edges: sorted(graph.edges()).map((edge) => [
        edge.source().id(),
        edge.target().id(),
        edge.data("directed"),
        edge.data("weight"),
      ]),
    };
  },
};

process.stdout.write(JSON.stringify(readers[form]()));
