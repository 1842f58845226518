import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { findHeadings, findLinks, proseOf, readPages } from "./support/pages.ts";
import { suite } from "./support/suite.ts";

const test = suite("the links of the pages");
const pages = await readPages(".");
const anchors = new Map(pages.map((page) => [page.file, findHeadings(page)]));
const links = pages.flatMap((page) =>
  findLinks(page).map((link) => ({ ...link, page: page.file })),
);

test("lead to files that are there, and to headings in them", () => {
  const broken = links.filter(({ page, target }) => !leadsSomewhere(page, target));
  assert.deepEqual(broken, []);
  assert.ok(links.length > 0);
});

test("reach every page from the README", () => {
  const reached = new Set(["README.md"]);
  // A set goes on with what is added to it meanwhile.
  for (const page of reached) {
    for (const link of links) if (link.page === page) reached.add(fileOf(page, link.target));
  }
  const lost = pages.map(({ file }) => file).filter((file) => !reached.has(file));
  assert.deepEqual(lost, []);
});

test("have beside them only names of files and folders that are there", () => {
  const wrong = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`((?:core|adapters|server|test|bench|docs)\/[\w./-]*)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => page.file !== "CHANGELOG.md" && !existsSync(path))
      .map((path) => `${page.file}: ${path}`),
  );
  assert.deepEqual(wrong, []);
});

/** Whether a link has a place to lead to. Links to other hosts are not followed. */
function leadsSomewhere(page: string, target: string): boolean {
  if (/^https:\/\//.test(target)) return true;
  const file = fileOf(page, target);
  const [, anchor] = target.split("#");
  if (anchor !== undefined) return anchors.get(file)?.includes(anchor) ?? false;
  return existsSync(file);
}

/** The path from the root that a link on a page leads to. */
function fileOf(page: string, target: string): string {
  const [path = ""] = target.split("#");
  return path === "" ? page : normalize(join(dirname(page), path));
}
