import { content } from "../../../adapters/contract/_content.ts";
import type { PutChange } from "../../../core/storage/storage.ts";
import { createRandom } from "../crash/random.ts";

/** A value that a damaged store must have or refuse. */
export interface DamageValue {
  readonly instance: string;
  readonly put: PutChange & { readonly content: Uint8Array | null };
}

const INSTANCES = 20;
const VARIABLES = 10;

/** Makes the values of a store, the same for the same seed. They have some MB, so that SQLite has copied most of its log. */
export function damageValues(seed: number): readonly DamageValue[] {
  const random = createRandom(seed);
  const values: DamageValue[] = [];
  for (let i = 0; i < INSTANCES; i++) {
    for (let v = 0; v < VARIABLES; v++) {
      const size = randomSize(random);
      const valueInfo = { filename: `file ${i} ${v}.bin`, mimeType: "application/pdf" };
      const bytes = size === null ? null : content(size, values.length + 1);
      values.push({
        instance: `order-${i}`,
        put: { op: "put", name: `variable ${v}`, type: "File", valueInfo, content: bytes },
      });
    }
  }
  return values;
}

function randomSize(random: () => number): number | null {
  const kind = random();
  if (kind < 0.05) return null;
  if (kind < 0.7) return Math.floor(2_000 * random());
  if (kind < 0.9) return 16_000 + Math.floor(1_000 * random());
  return 70_000 + Math.floor(400_000 * random());
}
