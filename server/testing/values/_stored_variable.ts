import type { ValueInfo } from "../../../core/storage/storage.ts";

/** A variable with all its bytes, as it is stored. */
export interface StoredVariable {
  readonly name: string;
  /** REST name of the value type. */
  readonly type: string;
  readonly valueInfo: ValueInfo;
  /** The bytes; `null` for the typed null. */
  readonly content: Uint8Array | null;
}
