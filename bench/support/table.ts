/** A table: a heading, and rows of as many cells. */
export interface Table {
  readonly title: string;
  /** Explains the cells, in one or two sentences. */
  readonly note?: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Prints a table as text in columns. The first column is aligned to the left. */
export function tableText({ title, note, columns, rows }: Table): string {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const head = note === undefined ? [title] : [title, note];
  return [...head, line(columns), ...rows.map(line)].join("\n");
}

/** Prints a table as Markdown, with a heading of the second level. */
export function tableMarkdown({ title, note, columns, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = columns.map((_, at) => (at === 0 ? "---" : "---:"));
  const text = note === undefined ? [] : [note, ""];
  return [`## ${title}`, "", ...text, line(columns), line(rule), ...rows.map(line)].join("\n");
}
