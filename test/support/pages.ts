import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A page in Markdown. */
export interface Page {
  /** Its path from the root. */
  readonly file: string;
  readonly text: string;
}

/** Reads the pages for people: those at the root, and those of `docs`. */
export async function readPages(root: string): Promise<readonly Page[]> {
  const files = [...(await readdir(root)), ...(await readdir(join(root, "docs"))).map(inDocs)];
  return Promise.all(
    files
      .filter((file) => file.endsWith(".md"))
      .map(async (file) => ({ file, text: await readFile(join(root, file), "utf8") })),
  );
}

/** A page without its fenced blocks: what links and inline code may stand in. Lines keep their numbers. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ""));
}

/** Where a page links to, and in which line. */
export function findLinks(page: Page): readonly { line: number; target: string }[] {
  return proseOf(page)
    .split("\n")
    .flatMap((text, index) =>
      [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => ({
        line: index + 1,
        target,
      })),
    );
}

/** The anchors of a page's headings, as GitHub makes them. */
export function findHeadings(page: Page): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** A table: its rows, each of them its cells. */
export type Table = readonly (readonly string[])[];

/** The tables of a page, each with its head as the first row. */
export function readTables(text: string): readonly Table[] {
  return [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split("\n")
      .filter((line) => !/^\|(?:[ :-]+\|)+$/.test(line) || /^\|(?: +\|)+$/.test(line))
      .map((line) =>
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      ),
  );
}

function inDocs(file: string): string {
  return join("docs", file);
}
