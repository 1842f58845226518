import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverChange } from "../../../core/storage/storage_driver.ts";
import type { PostgresStage } from "../contents/_postgres_stage.ts";

/** A change whose bytes are a copy, so that nobody else can change them. */
export type OwnedChange = DriverChange<PostgresStage>;

/** The records of a call's changes; `undefined` for each change that is not a put. */
export type Applied = readonly (VariableRecord | undefined)[];

/** The cost of a change besides its content, in bytes. */
const ROW_BYTES = 256;

/** One call of `apply`, which waits for its batch. */
export class ApplyCall {
  readonly instanceId: string;
  readonly changes: readonly OwnedChange[];
  /** Whether it is a clear, which takes the longer, the more it deletes. */
  readonly isClear: boolean;
  /** The approximate number of bytes that it sends. */
  readonly bytes: number;
  readonly applied: Promise<Applied>;
  /** When it began to wait for its instance, on the clock of `performance`; `undefined` if it does not. */
  blockedSince: number | undefined;
  resolve: (applied: Applied) => void = () => {};
  reject: (error: unknown) => void = () => {};

  constructor(instanceId: string, changes: readonly OwnedChange[]) {
    this.instanceId = instanceId;
    this.changes = changes;
    this.isClear = changes[0]?.op === "clear";
    this.bytes = changes.reduce((sum, change) => sum + bytesOf(change), 0);
    this.applied = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

function bytesOf(change: OwnedChange): number {
  if (change.op !== "put" || change.content === null) return ROW_BYTES;
  const bytes = change.content instanceof Uint8Array ? change.content : change.content.bytes;
  return ROW_BYTES + (typeof bytes === "number" ? 0 : bytes.length);
}
