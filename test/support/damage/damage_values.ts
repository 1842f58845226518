import { content } from "../../../adapters/contract/_content.ts";
import type { PutChange } from "../../../core/storage/storage.ts";
import { createRandom } from "../crash/random.ts";

/** A put whose content is in memory. */
export type DamagePut = PutChange & { readonly content: Uint8Array | null };

/** What a damaged store must have of a variable, or refuse to say. */
export interface DamageValue {
  readonly instance: string;
  readonly name: string;
  /**
   * The values that are right; `undefined` stands for none. They are several if the writer was killed while it wrote. Any answer is right
   * if it was accepted that the value is not known any more.
   */
  readonly allowed: readonly (DamagePut | undefined)[] | "any";
}

/** Variables of it are written, replaced and deleted until the end. */
export const BUSY = "busy";
/** An instance that is cleared when half is written. */
export const CLEARED = "cleared";

const INSTANCES = 20;
const VARIABLES = 10;

/** A call that the writer makes. */
export interface DamageCall {
  readonly instance: string;
  readonly name: string;
  /** `undefined` for a deletion. */
  readonly put: DamagePut | undefined;
}

/** Makes the values of a store, the same for the same seed. They have some MB, so that SQLite has copied most of its log. */
export function damageValues(seed: number): readonly DamageCall[] {
  const random = createRandom(seed);
  const values: DamageCall[] = [];
  for (let i = 0; i < INSTANCES; i++) {
    for (let v = 0; v < VARIABLES; v++) {
      const size = randomSize(random);
      const valueInfo = { filename: `file ${i} ${v}.bin`, mimeType: "application/pdf" };
      const bytes = size === null ? null : content(size, values.length + 1);
      const name = `variable ${v}`;
      const put: DamagePut = { op: "put", name, type: "File", valueInfo, content: bytes };
      values.push({ instance: `order-${i}`, name, put });
    }
  }
  return values;
}

/** The calls in {@linkcode BUSY}, which never end. */
export function busyCall(index: number): DamageCall {
  const name = `b${index % 5}`;
  const bytes = content(index % 4 === 0 ? 200_000 : 100, index + 1);
  const put: DamagePut = { op: "put", name, type: "Bytes", valueInfo: {}, content: bytes };
  return { instance: BUSY, name, put: index % 7 === 3 ? undefined : put };
}

function randomSize(random: () => number): number | null {
  const kind = random();
  if (kind < 0.05) return null;
  if (kind < 0.7) return Math.floor(2_000 * random());
  if (kind < 0.9) return 16_000 + Math.floor(1_000 * random());
  return 70_000 + Math.floor(400_000 * random());
}
