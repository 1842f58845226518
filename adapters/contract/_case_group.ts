import type { StorageCapabilities } from "../../core/storage/storage.ts";
import type { Session } from "./_session.ts";

/** Everything that a case may need of an adapter and its subject. */
export interface Abilities extends StorageCapabilities {
  /** The same as in `ContractSeams`. */
  readonly failingSyncs: boolean;
  /** The same as in `ContractSeams`. */
  readonly queries: boolean;
  /** The same as in `ContractSeams`. */
  readonly health: boolean;
  /** The same as in `ContractSeams`. */
  readonly fullDisk: boolean;
}

/** A case as its file defines it. */
export interface CaseDefinition {
  readonly name: string;
  /** The abilities that an adapter and its subject must have. The case is left out for all others. */
  readonly needs?: Partial<Abilities>;
  run(session: Session): Promise<void>;
}

/** The cases about one subject. */
export interface CaseGroup {
  readonly group: string;
  readonly cases: readonly CaseDefinition[];
}
