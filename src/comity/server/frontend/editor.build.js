/** Builds the script of the editor, and beside it the licences of all that is in it. */

import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const target = process.argv[2] ?? "../static";
const { metafile } = await build({
  entryPoints: ["editor/main.js"],
  outfile: `${target}/editor.min.js`,
  banner: { js: "/* comity's editor; what is in it and under which licences: editor.licences.txt */" },
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});

const inside = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const packages = [...new Set(inside.filter((name) => name !== undefined))].sort();
const parts = packages.map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
const head = "editor.min.js is made of comity's own sources, which are under Apache-2.0, and of the packages below.\n";
writeFileSync(`${target}/editor.licences.txt`, [head, ...parts].join(`\n${"-".repeat(72)}\n\n`));
