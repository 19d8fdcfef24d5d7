// Builds src/ into the files that the Python package carries, two for reports and two for the desk. Their banner tells which sources they come from, so
// that a test can hold them against these without Node.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const out = new URL("../src/tradenlp/", here);
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

/** Digest of all that a build depends on: each file by its path and its content, in the order of the paths. */
function sources() {
  const names = readdirSync(new URL("src/", here)).map((name) => `src/${name}`);
  const all = [...names, "build.mjs", "package.json", "package-lock.json", "tsconfig.json"].sort();
  return sha256(all.map((name) => `${name} ${sha256(readFileSync(new URL(name, here)))}\n`).join(""));
}

const { version, license } = JSON.parse(readFileSync(new URL("node_modules/preact/package.json", here)));
const terms = readFileSync(new URL("node_modules/preact/LICENSE", here), "utf8").trim().replaceAll(/^/gm, " * ").replaceAll(/ +$/gm, "");

for (const [entry, name] of [
  ["src/main.tsx", "report/app.js"],
  ["src/app.css", "report/app.css"],
  ["src/desk.tsx", "review/desk.js"],
  ["src/desk.css", "review/desk.css"], // stands behind that of reports
]) {
  const result = await build({
    absWorkingDir: here.pathname,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    charset: "ascii",
    format: "iife",
    target: ["chrome111", "firefox113", "safari16.4"],
    legalComments: "none",
    write: false,
  });
  const body = result.outputFiles[0].text.trim();
  // Inside a page, nothing of this may end the element that holds it.
  if (/<\/(script|style)|<!--/i.test(body)) throw new Error(`${name} would break the page that it stands in`);
  const bundles = name.endsWith(".js") ? `\n * Bundles Preact ${version} (${license}):\n *\n${terms}\n *` : "";
  const banner = `/*! tradenlp ${name.split("/")[0]}, built from frontend/ by "make frontend"; do not edit.${bundles}\n * sources ${sources()}\n * content ${sha256(body)}\n */\n`;
  writeFileSync(new URL(name, out), `${banner}${body}\n`);
  console.log(`${name}: ${Buffer.byteLength(body)} bytes`);
}
