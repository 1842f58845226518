import type { StorageCapabilities } from "../../core/storage/storage.ts";
import type { Session } from "./_session.ts";

/** All that a case may need. */
export interface Abilities extends StorageCapabilities {
  /** As of `ContractSeams`. */
  readonly failingSyncs: boolean;
}

/** A case as its file defines it: what it does with a store, and what an adapter and its subject must be able to do, or it would say
 * nothing. */
export interface CaseDefinition {
  readonly name: string;
  readonly needs?: Partial<Abilities>;
  run(session: Session): Promise<void>;
}

/** The cases about one thing. */
export interface CaseGroup {
  readonly group: string;
  readonly cases: readonly CaseDefinition[];
}
