/** A place in a JSON text. */
export interface JsonPosition {
  /** Number of bytes before the place. A byte order mark counts. */
  readonly offset: number;
  /** Number of the line, from 1. Lines end with LF. */
  readonly line: number;
  /** Number of the column, from 1, in UTF-16 code units, as editors and JavaScript count. */
  readonly column: number;
}

/** Prints a place for a message. */
export function formatJsonPosition({ line, column, offset }: JsonPosition): string {
  return `line ${line}, column ${column}, byte ${offset}`;
}
