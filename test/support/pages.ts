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

/** Removes the fenced blocks of a page. The rest may hold links and inline code. Lines keep their numbers. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ""));
}

/** Finds the targets and the lines of a page's links. */
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

/** Makes the anchors of a page's headings, as GitHub does. */
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

/** A table: an array of rows, each of which is an array of cells. */
export type Table = readonly (readonly string[])[];

/** Finds the tables of a page. The head of each table is its first row. */
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
