import { OPERATIONS, readKey } from "./_record.ts";
import type { ScannedRecord } from "./_scan_segment.ts";

/** What the key directory needs of a record: its key, its sequence number, and where it lies in its segment. */
export interface LogEntry {
  readonly operation: typeof OPERATIONS.put | typeof OPERATIONS.delete;
  readonly instanceId: string;
  readonly name: string;
  readonly sequence: number;
  readonly offset: number;
  /** Length of the record. */
  readonly bytes: number;
  /** The number of the content's file, if it has one. */
  readonly file: number | undefined;
}

/** Makes the entry of a record; `undefined` for a mark. */
export function entryOf({ head, offset, window, at }: ScannedRecord): LogEntry | undefined {
  const { operation, sequence, bytes, file } = head;
  if (operation !== OPERATIONS.put && operation !== OPERATIONS.delete) return undefined;
  const { instanceId, name } = readKey(window, at, head);
  return { operation, instanceId, name, sequence, offset, bytes, file };
}
