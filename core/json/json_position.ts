/** A place in a JSON text. */
export interface JsonPosition {
  /** Bytes before it, from 0; a byte order mark counts. */
  readonly offset: number;
  /** From 1. Lines end with LF. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors and JavaScript count. */
  readonly column: number;
}

/** A place as messages show it. */
export function formatJsonPosition({ line, column, offset }: JsonPosition): string {
  return `line ${line}, column ${column}, byte ${offset}`;
}
