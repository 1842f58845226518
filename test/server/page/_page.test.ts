import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { transform } from "esbuild";
import { makePage } from "../../../server/page/_page.ts";
import { composePage, PAGE_MODULE } from "../../support/page/compose_page.ts";
import { suite } from "../../support/suite.ts";

const test = suite("the page");
const { html, policy, etag } = makePage();
const text = Buffer.from(html).toString();
const [, style = ""] = /<style>(.*?)<\/style>/s.exec(text) ?? [];
const [, script = ""] = /<script type="module">(.*?)<\/script>/s.exec(text) ?? [];

/** What would read a text as HTML or as a script, or hide an error. */
const PARSES =
  /innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|srcdoc|document\.write|\beval\b|\bFunction\(|setAttribute|javascript:/;

test("is what its sources make: `npm run page` writes it anew", async () => {
  assert.equal(await readFile(PAGE_MODULE, "utf8"), await composePage());
});

test("has fewer than 30,000 bytes, with style and script", () => {
  assert.ok(html.length < 30_000, `it has ${html.length}`);
});

test("has one style and one script, whose hashes are in its policy, and nothing else that is inline", () => {
  assert.equal(text.match(/<(?:style|script)\b/g)?.length, 2);
  for (const [directive, content] of [
    ["style-src", style],
    ["script-src", script],
  ] as const) {
    const hash = createHash("sha256").update(content).digest("base64");
    assert.ok(policy.split("; ").includes(`${directive} 'sha256-${hash}'`), directive);
  }
  const rest = text.replace(style, "").replace(script, "");
  assert.doesNotMatch(rest, /\son\w+=|\sstyle=|\ssrc=|https?:/i);
});

test("has a policy that lets it load nothing else, and be framed by nobody", () => {
  const directives = policy.split("; ").filter((each) => !each.includes("sha256-"));
  assert.deepEqual(directives, [
    "default-src 'none'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  assert.match(etag, /^"[\w+/]{22}"$/);
});

test("never reads a text as HTML or as a script", () => {
  assert.doesNotMatch(script, PARSES);
  assert.doesNotMatch(text, /<base\b|<iframe|<object|<embed/i);
});

test("has a script whose files declare no name twice, and no comment that is sent", async () => {
  await transform(script, { loader: "js", format: "esm" });
  assert.doesNotMatch(script, /\/\*|^\s*\/\/|\bimport\b|\bexport\b/m);
});

test("has every element that its script looks for", () => {
  const wanted = [...script.matchAll(/(?:find|spot)\("([\w-]+)"/g)].map(([, id]) => id);
  assert.ok(wanted.length > 20);
  assert.deepEqual(
    wanted.filter((id) => !text.includes(`id="${id}"`)),
    [],
  );
});
