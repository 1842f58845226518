import { readFile } from "node:fs/promises";
import { join } from "node:path";

const SOURCE = "server/page/source";
const IMPORT = /^import (?:\{[^}]*\} from )?"\.\/(\w+\.js)";\n/gm;
/** What only readers of the sources need: comments that have lines of their own, and blanks before lines. */
const COMMENT = /^[ \t]*(?:\/\*\*.*?\*\/|\/\/[^\n]*)\n/gms;
const CSS_BLANKS = /\s*([{},;])\s*|(?<=:) /g;
const TYPE = /\/\*\* @type \{[^\n]*?\} \*\/ /g;
/** Line ends behind what opens and before what closes, with the comma that is not needed there. */
const BREAK = /,?\n(?=[)\]}])|(?<=[([{,])\n/g;
const INDENT = /^[ \t]+|^\n/gm;

/** The module that has the page, as its sources want it. `npm run page` writes it. */
export const PAGE_MODULE = "server/page/_page_text.ts";

/**
 * Makes the module: the page, its style and its script, each as a text. The files of the script are joined in the order of their
 * imports; they share one scope, so no name may be there twice.
 */
export async function composePage(): Promise<string> {
  const html = await readSource("page.html");
  const style = (await readSource("page.css")).replace(CSS_BLANKS, "$1").replaceAll(";}", "}");
  const script = await joinModules("main.js", new Set());
  const [head, middle, end] = html.split(
    /<link rel="stylesheet" href="page\.css" ?\/?>|<script type="module" src="main\.js"><\/script>/,
  );
  return [
    "// Written by `npm run page` from the files in `source`. Change those.",
    "",
    `export const PAGE_STYLE: string = ${quoted(style)};`,
    "",
    `export const PAGE_SCRIPT: string = ${quoted(script)};`,
    "",
    "/** What stands before the style, between style and script, and behind the script. */",
    "export const PAGE_PARTS: readonly [string, string, string] = [",
    ...[head, middle, end].map((part) => `  ${quoted(part ?? "")},`),
    "];",
    "",
  ].join("\n");
}

async function joinModules(file: string, joined: Set<string>): Promise<string> {
  if (joined.has(file)) return "";
  joined.add(file);
  const text = await readSource(file);
  const before: string[] = [];
  for (const [, imported = ""] of text.matchAll(IMPORT)) {
    before.push(await joinModules(imported, joined));
  }
  const own = text
    .replace(IMPORT, "")
    .replace(COMMENT, "")
    .replace(TYPE, "")
    .replace(/^export /gm, "")
    .replace(INDENT, "")
    .replace(BREAK, "");
  return before.join("") + own;
}

async function readSource(file: string): Promise<string> {
  return await readFile(join(SOURCE, file), "utf8");
}

/** A template literal of a text. */
function quoted(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, (found) => `\\${found}`)}\``;
}
