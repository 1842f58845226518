import { join } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { isFoundBySqlite } from "../sqlite_leftovers.ts";
import type { DamageStore } from "./damage_stores.ts";
import type { DamageValue } from "./damage_values.ts";
import type { FlippedBit } from "./flipped_bit.ts";
import { recordsAt } from "./records_at.ts";
import { type Use, useDamagedStore } from "./use_damaged_store.ts";

/** What a flipped bit did. */
export interface Outcome {
  readonly kind: /** All answers were right. */
    | "right"
    /** A value was refused as damaged; all other answers were right. */
    | "refused"
    /** The store did not open. If the damage was accepted, all answers but those about what was dropped were right. */
    | "unopened"
    /** Some values were missing without an error, but SQLite's own check finds the damage. */
    | "missed"
    /** Some values were missing without an error. */
    | "lost"
    /** Some answers were not as they were written, or an error was not what it must be. */
    | "wrong";
  readonly details: readonly string[];
}

/** A store with one flipped bit. */
export interface DamagedStore {
  /** The directory of the store. */
  readonly directory: string;
  /** The directory of the same store before. */
  readonly whole: string;
  /** `undefined` if the store is whole. */
  readonly flipped: FlippedBit | undefined;
}

/** Opens a store with a flipped bit, and looks whether all answers are right or refused. */
export async function tryDamagedStore(
  store: DamageStore,
  damaged: DamagedStore,
  values: readonly DamageValue[],
  random: () => number,
): Promise<Outcome> {
  const { directory } = damaged;
  const use = (acceptDamage: boolean, expected: readonly DamageValue[]) =>
    useDamagedStore(store, directory, acceptDamage, expected, random);
  let refusal: StorageError;
  try {
    if (store.isPrecise)
      return judge(damaged, [await use(false, values), await use(false, values)]);
    return judgeSqlite(join(directory, "store.db"), await use(false, values));
  } catch (error) {
    if (!(error instanceof StorageError)) return wrong([`It fails with ${error}`]);
    refusal = error;
  }
  if (!store.isPrecise) return { kind: "unopened", details: [] };
  if (refusal.code !== "corrupt") return wrong([`Opening fails with ${refusal}`]);
  if (damaged.flipped?.place === "format") return { kind: "unopened", details: [] };
  const [, file, start, end] =
    /'([^']+)' is damaged from byte (\d+) to (\d+)/.exec(refusal.message) ?? [];
  const damage = { file: file ?? "", start: Number(start), end: Number(end) };
  if (!isAt(damage, damaged)) return wrong([`Another place is said to be damaged: ${refusal}`]);
  const dropped = await recordsAt(join(damaged.whole, "store"), damage);
  if (dropped.length !== 1) return wrong([`${dropped.length} records are dropped`]);
  const isDropped = ({ instance, name }: DamageValue) =>
    dropped.some((each) => each.instanceId === instance && each.name === name);
  const expected = [
    ...values.filter((value) => !isDropped(value)),
    ...dropped.map(
      ({ instanceId: instance, name }) => ({ instance, name, allowed: "any" }) as const,
    ),
  ];
  const uses = [await use(true, expected), await use(false, expected)];
  const outcome = judge(damaged, uses);
  const told = uses.map(({ told }) => told.length);
  if (told.join() !== "1,0") return wrong([`Accepted damage is told ${told} times`]);
  if (outcome.kind !== "right")
    return wrong([`When it is accepted: ${outcome.kind}`, ...outcome.details]);
  return { kind: "unopened", details: [] };
}

/** Judges the answers of a store that tells exactly what was damaged. */
function judge(damaged: DamagedStore, uses: readonly Use[]): Outcome {
  const found = uses.flatMap(({ findings }) => findings);
  const refused = new Set(found.flatMap((each) => [...each.refused]));
  const lists = new Set(found.flatMap((each) => [...each.refusedLists]));
  const faults = found.flatMap((each) => each.wrong);
  const [value] = refused;
  if (refused.size > 1) faults.push(`${refused.size} values are refused for one bit`);
  for (const list of lists)
    if (list !== value?.instance)
      faults.push(`The list of ${list} is refused, but none of its values`);
  const others = sum(found, ({ refusedOtherwise }) => refusedOtherwise);
  if (others > 0) faults.push(`${others} answers are refused, but not as "corrupt"`);
  for (const damage of uses.flatMap(({ told }) => told))
    if (!isAt(damage, damaged))
      faults.push(`Another place is said to be damaged: ${damage.file}, ${damage.start}`);
  if (faults.length > 0) return wrong(faults);
  const lost = found.flatMap((each) => each.lost);
  if (lost.length > 0) return { kind: "lost", details: lost };
  return { kind: refused.size > 0 ? "refused" : "right", details: [] };
}

function judgeSqlite(file: string, { findings }: Use): Outcome {
  const faults = findings.flatMap((each) => each.wrong);
  if (faults.length > 0) return wrong(faults);
  const lost = findings.flatMap((each) => each.lost);
  if (lost.length > 0) return { kind: isFoundBySqlite(file) ? "missed" : "lost", details: lost };
  const isRefused = findings.some(
    ({ refused, refusedLists, refusedOtherwise }) =>
      refused.size + refusedLists.size + refusedOtherwise > 0,
  );
  return { kind: isRefused ? "refused" : "right", details: [] };
}

/** Whether a damage that was told is where the bit was flipped. */
function isAt(
  { file, start, end }: { readonly file: string; readonly start: number; readonly end: number },
  { directory, flipped }: DamagedStore,
): boolean {
  if (flipped === undefined) return false;
  const byte = Math.floor(flipped.bit / 8);
  return file === join(directory, flipped.file) && start <= byte && byte < end;
}

function sum<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((total, item) => total + number(item), 0);
}

function wrong(details: readonly string[]): Outcome {
  return { kind: "wrong", details };
}
