import { nextTurn } from "../../../core/_next_turn.ts";
import { NameIndex } from "../../_name_index.ts";
import { OrderedMap } from "../../_ordered_map.ts";
import type { VariableKeys } from "../../key_query/_variable_keys.ts";
import type { Segment } from "../log/_segment.ts";
import { KeyColumns, type KeyEntry, type Place } from "./_key_columns.ts";
import { type Key, Tombstones } from "./_tombstones.ts";
import { type ConditionedValue, type ScalarValue, ValueColumn } from "./_value_column.ts";

/** A record of the log, as the keys need it. */
export interface KeyedRecord extends Key, KeyEntry {
  /** The number of the content's file, if it has one. */
  readonly file: number | undefined;
  /** The value, if it is known without reading it. */
  readonly value?: ConditionedValue | undefined;
}

/** What is known of a variable. */
export interface FoundKey extends Key {
  /** Its slot in the columns, while it has this sequence number. */
  readonly slot: number;
  readonly sequence: number;
  readonly place: Place;
}

/** The slots of the variables of an instance, by name. */
class InstanceKeys extends OrderedMap<number> {
  /** The string that the index of names holds, too. */
  readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }
}

/** Names that are deleted in one turn of the event loop. */
const NAMES_PER_TURN = 4_096;

/**
 * Knows the variables of a store, in memory: where the record of each lies, and what preconditions and lists need. Records may
 * come in any order: of all records of a variable, that with the highest sequence number counts.
 *
 * It counts the remnants of each variable: its puts that are not needed any more, but are still on the disk. A deletion is needed
 * as long as its variable has remnants: without it they would come back at the next opening. Such a deletion is a tombstone.
 */
export class KeyDirectory {
  readonly #instances = new OrderedMap<InstanceKeys>();
  readonly #index = new NameIndex();
  /** Instances that are being cleared, with the variables that are still to be deleted. Readers do not see these any more. */
  readonly #clearing = new Map<string, InstanceKeys>();
  readonly #columns = new KeyColumns();
  readonly #values = new ValueColumn();
  /** The numbers of content files, by slot. Only variables with a large content have one. */
  readonly #files = new Map<number, number>();
  readonly #tombstones = new Tombstones();
  /** Whether all records of the opening were taken in. Before that, older puts may come behind a deletion. */
  #isComplete = false;

  /** All variables that readers see, as queries need them. */
  get variables(): VariableKeys {
    return { instances: this.#instances, names: this.#index };
  }

  /** Finds a variable. */
  find(instanceId: string, name: string): FoundKey | undefined {
    const slot = this.#instances.get(instanceId)?.get(name);
    return slot === undefined ? undefined : this.#found(instanceId, name, slot);
  }

  /** Returns the sequence number of a variable's version. */
  sequenceOf(instanceId: string, name: string): number | undefined {
    const slot = this.#instances.get(instanceId)?.get(name);
    return slot === undefined ? undefined : this.#columns.sequence(slot);
  }

  /** Finds the first `limit` variables of an instance whose names come after `after`. */
  list(instanceId: string, after: string, limit: number): FoundKey[] {
    const keys = this.#instances.get(instanceId);
    const found: FoundKey[] = [];
    for (const name of keys?.namesAfter(after, limit) ?? []) {
      const slot = keys?.get(name);
      if (slot !== undefined) found.push(this.#found(instanceId, name, slot));
    }
    return found;
  }

  /** Returns the names of all variables of an instance. */
  names(instanceId: string): readonly string[] {
    return this.#instances.get(instanceId)?.namesAfter("", Number.POSITIVE_INFINITY) ?? [];
  }

  /** Returns the first `limit` ids of instances that come after `after`. */
  instances(after: string, limit: number): readonly string[] {
    return this.#instances.namesAfter(after, limit);
  }

  /** Returns what conditions look at of a variable's value; `undefined` if it is not known. */
  valueOf(instanceId: string, name: string): ScalarValue | undefined {
    const slot = this.#instances.get(instanceId)?.get(name);
    return slot === undefined ? undefined : this.#values.get(slot);
  }

  /** Keeps the values of a name from now on: those that are put. */
  keepValues(name: string): void {
    this.#values.keep(name);
  }

  /** Returns what is known now of a version that was found; `undefined` if it was replaced or deleted. */
  refresh({ instanceId, name, slot, sequence }: FoundKey): FoundKey | undefined {
    const isPresent = this.#columns.sequence(slot) === sequence;
    return isPresent ? this.#found(instanceId, name, slot) : undefined;
  }

  /** Whether it is known what conditions look at of a version that was just found. */
  knowsValue({ slot }: FoundKey): boolean {
    return this.#values.has(slot);
  }

  /**
   * Takes in a value that was read. It does nothing if the variable has another version meanwhile.
   *
   * @returns Whether nothing is unknown then.
   */
  learnValue({ slot, sequence }: FoundKey, value: ConditionedValue): boolean {
    if (this.#columns.sequence(slot) !== sequence) return true;
    this.#values.set(slot, value);
    return this.#values.has(slot);
  }

  /** Bytes of all tombstones. */
  get deletionBytes(): number {
    return this.#tombstones.bytes;
  }

  /** The numbers of all content files that variables refer to. */
  files(): ReadonlySet<number> {
    return new Set(this.#files.values());
  }

  /** Whether this record is needed: it is the current record of a variable, or a tombstone. */
  needs(segment: Segment, { instanceId, name, offset }: KeyedRecord): boolean {
    const slot = this.#keysOf(instanceId)?.get(name);
    const tombstone = slot === undefined ? this.#tombstones.get(instanceId, name) : undefined;
    const place = slot === undefined ? tombstone : this.#columns.place(slot);
    return place?.segment === segment && place.offset === offset;
  }

  /**
   * Takes in a put.
   *
   * @returns The content's file that is not needed any more, if there is one.
   */
  put(segment: Segment, record: KeyedRecord): number | undefined {
    const { instanceId, name, sequence, bytes } = record;
    const slot = this.#keysOf(instanceId)?.get(name);
    if (slot !== undefined) return this.#replace(slot, segment, record);
    const tombstone = this.#tombstones.get(instanceId, name);
    if (tombstone !== undefined && sequence < tombstone.sequence) {
      tombstone.remnants++;
      segment.dead += bytes;
      return undefined;
    }
    if (tombstone !== undefined) this.#tombstones.end(instanceId, name, tombstone);
    this.#add(segment, record, tombstone?.remnants ?? 0);
    return undefined;
  }

  /**
   * Takes in a deletion.
   *
   * @returns The content's file that is not needed any more, if there is one.
   */
  delete(segment: Segment, record: Omit<KeyedRecord, "file">): number | undefined {
    const { instanceId, name, sequence, bytes } = record;
    const keys = this.#keysOf(instanceId);
    const slot = keys?.get(name);
    if (keys !== undefined && slot !== undefined) {
      if (sequence > this.#columns.sequence(slot)) {
        return this.#bury(keys, slot, segment, record);
      }
      segment.dead += bytes;
      return undefined;
    }
    const tombstone = this.#tombstones.get(instanceId, name);
    if (tombstone === undefined && !this.#isComplete) {
      this.#tombstones.set(segment, record, 0);
    } else if (tombstone === undefined || sequence < tombstone.sequence) {
      segment.dead += bytes;
    } else {
      this.#tombstones.end(instanceId, name, tombstone);
      this.#tombstones.set(segment, record, tombstone.remnants);
    }
    return undefined;
  }

  /**
   * Takes in the deletion of all variables of an instance. They are hidden from readers at once. If there are many, the rest of the
   * work takes several turns of the event loop.
   *
   * @param records The records of the deletions.
   * @returns The contents' files that are not needed any more.
   */
  async clear(
    instanceId: string,
    segment: Segment,
    records: Iterable<Omit<KeyedRecord, "file">>,
  ): Promise<readonly number[]> {
    const keys = this.#instances.delete(instanceId);
    if (keys === undefined) return [];
    this.#clearing.set(instanceId, keys);
    const files: number[] = [];
    let count = 0;
    await this.#index.removing(async () => {
      for (const record of records) {
        const file = this.delete(segment, record);
        if (file !== undefined) files.push(file);
        if (++count % NAMES_PER_TURN === 0) await nextTurn();
      }
    });
    this.#clearing.delete(instanceId);
    return files;
  }

  /** Counts one remnant less: a put that was not needed any more was deleted from the disk. */
  forget({ instanceId, name }: Key): void {
    const slot = this.#keysOf(instanceId)?.get(name);
    if (slot !== undefined) {
      this.#columns.setRemnants(slot, this.#columns.remnants(slot) - 1);
      return;
    }
    const tombstone = this.#tombstones.get(instanceId, name);
    if (tombstone === undefined || --tombstone.remnants > 0) return;
    this.#tombstones.end(instanceId, name, tombstone);
  }

  /** Forgets a segment that was deleted. */
  forgetSegment(segment: Segment): void {
    this.#columns.forgetSegment(segment);
  }

  /** Call this when all records of an opening were taken in. From then on a deletion without remnants is not needed. */
  async complete(): Promise<void> {
    this.#isComplete = true;
    await this.#tombstones.endNeedless();
    await this.#fillIndex();
  }

  /** Adds all variables to the index. In the order of the instances this takes half of the time that it would take while they come. */
  async #fillIndex(): Promise<void> {
    let count = 0;
    let last = "";
    for (;;) {
      const ids = this.#instances.namesAfter(last, NAMES_PER_TURN);
      for (const id of ids) {
        const keys = this.#instances.get(id);
        for (const name of keys?.slice(0, keys.size) ?? []) {
          this.#index.add(name, id);
          if (++count % NAMES_PER_TURN === 0) await nextTurn();
        }
      }
      last = ids.at(-1) ?? "";
      if (ids.length === 0) return;
    }
  }

  #keysOf(instanceId: string): InstanceKeys | undefined {
    const keys = this.#instances.get(instanceId);
    return keys === undefined && this.#clearing.size > 0 ? this.#clearing.get(instanceId) : keys;
  }

  #found(instanceId: string, name: string, slot: number): FoundKey {
    const columns = this.#columns;
    const sequence = columns.sequence(slot);
    return { instanceId, name, slot, sequence, place: columns.place(slot) };
  }

  #add(segment: Segment, record: KeyedRecord, remnants: number): void {
    const { instanceId, name, file, value } = record;
    let keys = this.#instances.get(instanceId);
    if (keys === undefined) {
      keys = new InstanceKeys(instanceId);
      this.#instances.set(instanceId, keys);
    }
    const slot = this.#columns.add();
    keys.set(this.#isComplete ? this.#index.add(name, keys.id) : this.#index.share(name), slot);
    this.#columns.write(slot, segment, record);
    this.#columns.setRemnants(slot, remnants);
    this.#values.put(slot, name, value);
    if (file !== undefined) this.#files.set(slot, file);
  }

  #replace(slot: number, segment: Segment, record: KeyedRecord): number | undefined {
    const { name, sequence, bytes, file, value } = record;
    const columns = this.#columns;
    columns.setRemnants(slot, columns.remnants(slot) + 1);
    if (sequence < columns.sequence(slot)) {
      segment.dead += bytes;
      return undefined;
    }
    const before = columns.place(slot);
    before.segment.dead += before.bytes;
    // A copy has the same value.
    if (sequence > columns.sequence(slot)) this.#values.put(slot, name, value);
    columns.write(slot, segment, record);
    const fileBefore = this.#files.get(slot);
    if (fileBefore === file) return undefined;
    if (file === undefined) this.#files.delete(slot);
    else this.#files.set(slot, file);
    return fileBefore;
  }

  #bury(
    keys: InstanceKeys,
    slot: number,
    segment: Segment,
    record: Omit<KeyedRecord, "file">,
  ): number | undefined {
    const { instanceId, name } = record;
    const before = this.#columns.place(slot);
    before.segment.dead += before.bytes;
    const remnants = this.#columns.remnants(slot) + 1;
    keys.delete(name);
    this.#index.delete(name, instanceId);
    if (keys.size === 0) this.#instances.delete(instanceId);
    this.#columns.delete(slot);
    this.#tombstones.set(segment, record, remnants);
    const file = this.#files.get(slot);
    this.#files.delete(slot);
    return file;
  }
}
