import type { FoundDamage } from "../../../adapters/_verification.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { digestOf } from "./store_digest.ts";

/** A store with a flipped bit. */
export interface FlippedStore {
  /** Where the bit is. */
  readonly place: string;
  /** Verifies it, and returns the damage. */
  verify(): Promise<readonly FoundDamage[]>;
  open(): Promise<VariableStorage>;
  /** Removes it, or flips the bit back. */
  end(): Promise<void>;
}

/** Numbers of flips. */
export interface VerifyCounts {
  /** Found by the verification. */
  found: number;
  /** Not found, but all values are read as they were written: the bit is in unused space. */
  unused: number;
  /** Not found, and not all is as it was. */
  missed: number;
}

export interface VerifyResult {
  readonly total: VerifyCounts;
  readonly places: ReadonlyMap<string, VerifyCounts>;
  readonly details: readonly string[];
}

/**
 * Flips bits, one after the other, and verifies the store each time. Where it finds nothing, the whole store is read, and compared with what
 * was written.
 *
 * @param whole The store before.
 * @param flip Flips another bit; `undefined` flips none, which is the first round.
 */
export async function verifyRounds(
  whole: VariableStorage,
  flips: number,
  flip: (round: number | undefined) => Promise<FlippedStore>,
): Promise<VerifyResult> {
  const expected = await digestOf(whole);
  await whole.close();
  const total = noCounts();
  const places = new Map<string, VerifyCounts>();
  const details: string[] = [];
  for (let round = 0; round <= flips; round++) {
    const isFlipped = round > 0;
    const store = await flip(isFlipped ? round : undefined);
    try {
      const damages = await verify(store);
      if (!isFlipped) {
        if (damages.length === 0) continue;
        throw new Error(`The whole store is damaged: ${JSON.stringify(damages)}`);
      }
      const counts = places.get(store.place) ?? noCounts();
      places.set(store.place, counts);
      const lost = damages.length > 0 ? undefined : await differenceOf(store, expected.sha256);
      const kind = damages.length > 0 ? "found" : lost === undefined ? "unused" : "missed";
      if (kind === "missed") details.push(`round ${round}, ${store.place}: ${lost}`);
      counts[kind]++;
      total[kind]++;
    } finally {
      await store.end();
    }
  }
  return { total, places, details };
}

/** What cannot be opened for another reason than damage was found, too: a flipped flag may make a file read-only. */
async function verify(store: FlippedStore): Promise<readonly FoundDamage[]> {
  try {
    return await store.verify();
  } catch (error) {
    return [{ place: store.place, problem: String(error) }];
  }
}

async function differenceOf(store: FlippedStore, sha256: string): Promise<string | undefined> {
  try {
    const storage = await store.open();
    try {
      const found = await digestOf(storage);
      return found.sha256 === sha256 ? undefined : `it has ${JSON.stringify(found)}`;
    } finally {
      await storage.close();
    }
  } catch (error) {
    return String(error);
  }
}

function noCounts(): VerifyCounts {
  return { found: 0, unused: 0, missed: 0 };
}
