import { nextTurn } from "../../../core/_next_turn.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { FoundKey, KeyDirectory } from "../keys/_key_directory.ts";
import { readRecord, readRecords } from "../read/_read_records.ts";

/** Variables that are looked up in one turn of the event loop: 2 ms of work. */
const VARIABLES_PER_TURN = 4_096;
/** Records are read together that lie in the same part of so many bytes of a segment. If they are small, it is 5 ms of work. */
const PART_BYTES = 262_144;

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
    // What is put from now on is known. So after each round less is unknown.
    this.#keys.keepValues(name);
    for (;;) {
      const parts = await this.#unknown(name);
      if (parts.size === 0) {
        this.#full.add(name);
        return;
      }
      let known = 0;
      for (const ids of parts.values()) known += await this.#read(name, ids);
      if (known === 0) return;
    }
  }

  /** Finds the instances whose value of this name is not known, by the part of the log where it lies. */
  async #unknown(name: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const parts = new Map<string, string[]>();
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

  #addUnknown(parts: Map<string, string[]>, id: string, name: string): void {
    if (this.#keys.valueOf(id, name) !== undefined) return;
    const place = this.#keys.find(id, name)?.place;
    if (place === undefined) return;
    const part = `${place.segment.number} ${Math.floor(place.offset / PART_BYTES)}`;
    const ids = parts.get(part);
    if (ids === undefined) parts.set(part, [id]);
    else ids.push(id);
  }

  /** Reads values. Returns how many there were. */
  async #read(name: string, ids: readonly string[]): Promise<number> {
    // They may have been changed, moved or deleted since they were found.
    const found = ids.flatMap((id) => this.#keys.find(id, name) ?? []);
    const records = await readRecords(found).catch(() => readUndamaged(found));
    let known = 0;
    for (const [index, key] of found.entries()) {
      const record = records[index];
      if (record === undefined) continue;
      this.#keys.learnValue(key, record);
      known++;
    }
    return known;
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
