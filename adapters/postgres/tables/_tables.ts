/** The names of the tables of a store, qualified and quoted, so that no `search_path` is needed. */
export interface Tables {
  /** The schema's name as it is. */
  readonly schemaName: string;
  readonly schema: string;
  /** One row: the version of the format. */
  readonly format: string;
  /** The variables. */
  readonly variable: string;
  /** The rows of contents that are too large for a variable's row. */
  readonly chunk: string;
  /** The contents to which no variable refers, and until when they are kept. */
  readonly orphan: string;
  /** The lanes that commit, and the last batch of each. */
  readonly lane: string;
}

/** Makes the names of the tables in a schema. */
export function tablesOf(schemaName: string): Tables {
  const schema = quoted(schemaName);
  return {
    schemaName,
    schema,
    format: `${schema}.format`,
    variable: `${schema}.variable`,
    chunk: `${schema}.chunk`,
    orphan: `${schema}.orphan`,
    lane: `${schema}.lane`,
  };
}

/** Quotes an identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Makes a string of SQL. */
export function literal(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return text.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}
