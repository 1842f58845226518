import type { StorageCapabilities } from "../../core/storage/storage.ts";
import type { Session } from "./_session.ts";

/** A case as its file defines it: what it does with a store, and the capabilities without which it would say nothing. */
export interface CaseDefinition {
  readonly name: string;
  readonly needs?: Partial<StorageCapabilities>;
  run(session: Session): Promise<void>;
}

/** The cases about one thing. */
export interface CaseGroup {
  readonly group: string;
  readonly cases: readonly CaseDefinition[];
}
