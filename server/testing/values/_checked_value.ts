import type { ValueInfo } from "../../../core/storage/storage.ts";

/** A value that may be stored. At most the bytes of a Blob are still to be read. */
export interface CheckedValue {
  readonly valueInfo: ValueInfo;
  /** The bytes; `null` for the typed null. */
  readonly content: Uint8Array | Blob | null;
}
