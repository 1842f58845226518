import { nextTurn } from "../../../core/_next_turn.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { FoundKey, KeyDirectory } from "../keys/_key_directory.ts";
import { readRecord, readRecords } from "../read/_read_records.ts";

/** Variables that are looked up in one turn of the event loop: 2 ms of work. */
const VARIABLES_PER_TURN = 4_096;
/** Records are read together that lie in the same part of so many bytes of a segment. If they are small, it is 5 ms of work. */
const PART_BYTES = 262_144;
/** More than a segment of 4 GiB has. */
const PARTS_OF_SEGMENT = 32_768;
/** So the next part is read while one is looked at. */
const READS_AT_ONCE = 2;

/** Makes known what conditions look at of all values of a name, before the first query that has conditions on them. */
export class ValueFiller {
  readonly #keys: KeyDirectory;
  /** Names of which all values are known. The keys keep them. */
  readonly #full = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(keys: KeyDirectory) {
    this.#keys = keys;
  }

  /** Reads the values of a name that are not known. What is damaged stays unknown, and is tried again the next time. */
  async fill(name: string): Promise<void> {
    if (this.#full.has(name)) return;
    const running = this.#running.get(name) ?? this.#fill(name);
    this.#running.set(name, running);
    try {
      await running;
    } finally {
      this.#running.delete(name);
    }
  }

  async #fill(name: string): Promise<void> {
    // What is put from now on is known.
    this.#keys.keepValues(name);
    const parts = (await this.#unknown(name)).values();
    let isFull = true;
    const readNext = async () => {
      for (const part of parts) if (!(await this.#read(part))) isFull = false;
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, readNext));
    if (isFull) this.#full.add(name);
  }

  /** Finds the variables whose value of this name is not known, by the part of the log where they lie. */
  async #unknown(name: string): Promise<ReadonlyMap<number, readonly FoundKey[]>> {
    const parts = new Map<number, FoundKey[]>();
    const { names } = this.#keys.variables;
    let last = "";
    for (;;) {
      const ids = names.instancesOf(name);
      const from = ids?.rank(`${last}\0`) ?? 0;
      const some = ids?.slice(from, from + VARIABLES_PER_TURN) ?? [];
      for (const id of some) this.#addUnknown(parts, id, name);
      last = some.at(-1) ?? "";
      if (some.length < VARIABLES_PER_TURN) return parts;
      await nextTurn();
    }
  }

  #addUnknown(parts: Map<number, FoundKey[]>, id: string, name: string): void {
    const found = this.#keys.find(id, name);
    if (found === undefined || this.#keys.knowsValue(found)) return;
    const { segment, offset } = found.place;
    const part = segment.number * PARTS_OF_SEGMENT + Math.floor(offset / PART_BYTES);
    const others = parts.get(part);
    if (others === undefined) parts.set(part, [found]);
    else others.push(found);
  }

  /** Reads values. Returns whether all of them are known then. */
  async #read(part: readonly FoundKey[]): Promise<boolean> {
    // They may have been changed, moved or deleted since they were found.
    const found = part.flatMap((key) => this.#keys.refresh(key) ?? []);
    const records = await readRecords(found).catch(() => readUndamaged(found));
    let isKnown = true;
    for (const [index, key] of found.entries()) {
      const record = records[index];
      if (record === undefined || !this.#keys.learnValue(key, record)) isKnown = false;
    }
    return isKnown;
  }
}

/** Reads records each for itself. Those that cannot be read are `undefined`. */
async function readUndamaged(
  found: readonly FoundKey[],
): Promise<readonly (VariableRecord | undefined)[]> {
  const records: (VariableRecord | undefined)[] = [];
  for (const key of found) records.push(await readRecord(key).catch(() => undefined));
  return records;
}
