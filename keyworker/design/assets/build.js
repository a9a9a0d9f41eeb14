// Compiles what browsers load: two style sheets (left to right, right to left), one script, fonts, icons, the palette.

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import postcss from "postcss";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { recolour } from "./recolour.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const out = join(root, "keyworker/design/static/design");
const parts = join(root, "node_modules");

const FONTS = {
  "atkinson-latin-400": "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-400-normal",
  "atkinson-latin-600": "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-600-normal",
  "atkinson-latin-ext-400": "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-400-normal",
  "atkinson-latin-ext-600": "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-600-normal",
  "noto-arabic-400": "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal",
  "noto-arabic-600": "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal",
};

async function styles() {
  const compiled = sass.compile(join(here, "styles/app.scss"), {
    loadPaths: [root, parts],
    quietDeps: true,
    style: "expanded",
  });
  const coloured = (await postcss([recolour()]).process(compiled.css, { from: undefined })).css;
  const mirrored = rtlcss.process(coloured);
  for (const [name, css] of [["app.css", coloured], ["app.rtl.css", mirrored]]) {
    const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari15.4"] });
    await writeFile(join(out, name), code);
  }
}

async function scripts() {
  await Promise.all(["app.js", "livekit.js"].map((name) => esbuild.build({
    entryPoints: [join(here, "scripts", name)],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari15.4"],
    nodePaths: [parts],
    legalComments: "none",
  })));
  await copyFile(join(parts, "htmx.org/dist/htmx.min.js"), join(out, "htmx.min.js"));
}

async function files() {
  for (const [name, source] of Object.entries(FONTS)) {
    await copyFile(join(parts, `${source}.woff2`), join(out, `fonts/${name}.woff2`));
  }
  await copyFile(join(here, "icons.svg"), join(out, "icons.svg"));
  await copyFile(join(here, "mark.svg"), join(out, "mark.svg"));
  await copyFile(join(here, "styles/paper.css"), join(out, "paper.css"));
}

// The colours as data, for the sweep that looks for others on the pages.
async function palette() {
  const source = await readFile(join(here, "styles/_palette.scss"), "utf8");
  const themes = {};
  for (const [, name, body] of source.matchAll(/^\$(\w+): \(([^)]*)\)/gm)) {
    themes[name] = Object.fromEntries([...body.matchAll(/([\w-]+): (#[0-9a-f]{6})/g)].map(([, key, value]) => [key, value]));
  }
  await writeFile(join(out, "palette.json"), JSON.stringify(themes, null, 1));
}

async function weigh() {
  const first = ["app.css", "app.js", "htmx.min.js", "icons.svg", "mark.svg"];
  let total = 0;
  for (const name of first) total += gzipSync(await readFile(join(out, name)), { level: 9 }).length;
  for (const name of ["atkinson-latin-400", "atkinson-latin-600"]) total += (await readFile(join(out, `fonts/${name}.woff2`))).length;
  console.log(`A first page loads ${(total / 1024).toFixed(1)} KB of these, compressed.`);
}

process.on("uncaughtException", (problem) => {
  console.error(problem.message);
  process.exit(1);
});

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await Promise.all([styles(), scripts(), files(), palette()]);
await weigh();
