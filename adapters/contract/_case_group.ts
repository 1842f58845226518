import type { StorageCapabilities } from "../../core/storage/storage.ts";
import type { Session } from "./_session.ts";
import type { ContractSeams } from "./contract_case.ts";

/** A case as its file defines it: what it does with a store, and what an adapter and its subject must be able to do, or it would say
 * nothing. */
export interface CaseDefinition {
  readonly name: string;
  readonly needs?: Partial<StorageCapabilities & ContractSeams>;
  run(session: Session): Promise<void>;
}

/** The cases about one thing. */
export interface CaseGroup {
  readonly group: string;
  readonly cases: readonly CaseDefinition[];
}
