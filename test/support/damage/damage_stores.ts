import { join } from "node:path";
import type { DamagePolicy } from "../../../adapters/filesystem/log/_log_opening.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { openSmallSegments } from "../small_segments.ts";
import { chooseFilesystemBit } from "./filesystem_bits.ts";
import { chooseBitOf, type FlippedBit } from "./flipped_bit.ts";

/** A durable store whose bits are flipped. It lies in one directory. */
export interface DamageStore {
  readonly name: string;
  /** @param policy What it does about damage. SQLite finds damage only when it reads. */
  open(directory: string, policy: DamagePolicy): Promise<VariableStorage>;
  /** Chooses a bit of a store that no process has open. */
  chooseBit(directory: string, random: () => number): Promise<FlippedBit>;
  /** Whether one flipped bit harms at most one value, and all errors are "corrupt". */
  readonly isPrecise: boolean;
}

/** Opens no store whose values are lost so that it is not known which. */
export const refuseDamage: DamagePolicy = { acceptDamage: false, onDamage() {} };

/** The stores that never give a wrong answer. */
export const DAMAGE_STORES: readonly DamageStore[] = [
  {
    name: "filesystem",
    open: (directory, policy) => openSmallSegments(join(directory, "store"), policy),
    chooseBit: chooseFilesystemBit,
    isPrecise: true,
  },
  {
    name: "sqlite",
    open: (directory) => SqliteStorage.open(join(directory, "store.db")),
    chooseBit: (directory, random) =>
      chooseBitOf("database", directory, [join(directory, "store.db")], random),
    isPrecise: false,
  },
];
