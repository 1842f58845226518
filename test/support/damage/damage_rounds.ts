import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import Database from "better-sqlite3";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { CrashStore } from "../crash/crash_stores.ts";
import { createRandom } from "../crash/random.ts";
import { contentFiles } from "./content_files.ts";
import { damageValues } from "./damage_values.ts";
import { examineDamage } from "./examine_damage.ts";
import { flipBit } from "./flip_bit.ts";

const WRITER = "test/support/damage/damage_writer_main.ts";

interface FlippedBit {
  /** Path below the store's directory. */
  readonly file: string;
  readonly bit: number;
}

/** The way in which the writer ends. */
export type DamageEnd = "stop" | "kill";

export interface DamageOptions {
  /** An empty directory. */
  readonly directory: string;
  readonly end: DamageEnd;
  /** Number of flips, each of one bit in a copy of its own. */
  readonly flips: number;
  /** Determines what is written, and which bits are flipped. */
  readonly seed: number;
}

/** The numbers of flips by their effects. */
export interface DamageResult {
  /** All answers were as they were written. */
  readonly unnoticed: number;
  /** The store could not be opened, or some answers were refused; all others were right. */
  readonly refused: number;
  /** Some values were missing without an error; all other answers were refused or right. */
  readonly lost: number;
  /** Some values were missing, and SQLite's integrity check did not find the damage. */
  readonly lostUnseen: number;
  /** Some answers were not as they were written. */
  readonly wrong: number;
  readonly details: readonly string[];
}

/** Lets a process fill a store, and examines copies of it with one flipped bit each. */
export async function runDamageRounds(
  store: CrashStore,
  { directory, end, flips, seed }: DamageOptions,
): Promise<DamageResult> {
  const random = createRandom(seed);
  const origin = join(directory, "origin");
  await mkdir(origin);
  await write([store.name, origin, String(seed), end]);
  const values = damageValues(seed);
  const total = { unnoticed: 0, refused: 0, lost: 0, lostUnseen: 0, wrong: 0 };
  const details: string[] = [];
  // Round 0 flips nothing: what it finds is a fault of the harness.
  for (let round = 0; round <= flips; round++) {
    const copy = join(directory, `copy-${round}`);
    await copyStore(origin, copy);
    const flipped = round === 0 ? undefined : await flipSomewhere(store, copy, random);
    const outcome = await examineCopy(store, copy, values, random);
    await rm(copy, { recursive: true });
    const { wrong, lost, refused } = outcome;
    const where = flipped === undefined ? "nothing" : `bit ${flipped.bit} of ${flipped.file}`;
    details.push(...wrong.map((text) => `round ${round}, ${where}: ${text}`));
    if (flipped === undefined) {
      if (wrong.length + lost + refused > 0)
        throw new Error(`The undamaged store differs: ${details}`);
    } else if (wrong.length > 0) total.wrong++;
    else if (lost > 0) total.lost++;
    else if (refused > 0) total.refused++;
    else total.unnoticed++;
    if (flipped === undefined || lost === 0) continue;
    await copyStore(origin, copy);
    await flipBit(join(copy, flipped.file), flipped.bit);
    if (!isFoundBySqlite(store, copy)) {
      total.lostUnseen++;
      details.push(`round ${round}, ${where}: lost, and no check finds it`);
    }
    await rm(copy, { recursive: true });
  }
  return { ...total, details };
}

async function examineCopy(
  store: CrashStore,
  copy: string,
  values: ReturnType<typeof damageValues>,
  random: () => number,
): ReturnType<typeof examineDamage> {
  try {
    const storage = await store.open(copy);
    try {
      return await examineDamage(storage, values, random);
    } finally {
      await storage.close();
    }
  } catch (error) {
    const refused = error instanceof StorageError;
    return { refused: 1, lost: 0, wrong: refused ? [] : [`it fails with ${error}`] };
  }
}

/** Runs a process that fills a store, and waits until it has ended. */
async function write(argv: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", WRITER, ...argv], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const isKilled = argv.at(-1) === "kill";
  let filled = false;
  child.stdout.on("data", () => {
    filled = true;
    if (isKilled) child.kill("SIGKILL");
  });
  const [code] = await closed;
  if (!filled || (!isKilled && code !== 0)) throw new Error("The writer did not fill the store");
}

async function copyStore(from: string, to: string): Promise<void> {
  // The lock is a socket, which cannot be copied. That of a dead process has no effect.
  const filter = (path: string) => basename(join(path, "..")) !== "lock";
  await cp(from, to, { recursive: true, filter });
}

/** Flips a random bit of the SQLite file or of the content files. All bits have the same chance. */
async function flipSomewhere(
  store: CrashStore,
  directory: string,
  random: () => number,
): Promise<FlippedBit> {
  const files =
    store.name === "sqlite"
      ? [join(directory, "store.db")]
      : await contentFiles(join(directory, "store"));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  let bit = Math.floor(8 * random() * sizes.reduce((sum, size) => sum + size, 0));
  for (const [index, file] of files.entries()) {
    const bits = 8 * (sizes[index] ?? 0);
    if (bit < bits) {
      await flipBit(file, bit);
      return { file: relative(directory, file), bit };
    }
    bit -= bits;
  }
  throw new Error("Cannot flip a bit: there is none");
}

/** Whether SQLite's own check finds the damage. */
function isFoundBySqlite(store: CrashStore, directory: string): boolean {
  if (store.name !== "sqlite") return false;
  try {
    const db = new Database(join(directory, "store.db"));
    try {
      return db.pragma("integrity_check", { simple: true }) !== "ok";
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
}
