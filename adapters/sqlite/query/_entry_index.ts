import type { Database, Statement } from "../_driver.ts";
import type { KeyInterval } from "./_key_intervals.ts";

/** What a query needs to know of a value. Both are `null` if it was not asked for. */
type ValueKey = [type: string | null, scalar: Uint8Array | null];

/** An entry of a name. */
export type NamedEntry = [instance: number, id: number, ...ValueKey];

/** An entry of an instance. */
export type OwnEntry = [name: string, id: number, ...ValueKey];

/** An instance: its id is a text, its number is the one in the tables. */
export type InstanceEntry = [instanceId: string, instance: number];

/** A part of the entries of a name, which were counted. */
export type CountedPart = [entries: number, living: number, last: number | null];

/** Reads the indexes for queries. Each method takes a bounded time: it looks at `limit` entries at most. */
export class EntryIndex {
  readonly #nameFrom: Statement<[from: string], string>;
  readonly #nameBefore: Statement<[before: string], string>;
  readonly #count: Statement<[name: string, after: number, limit: number], CountedPart>;
  readonly #countLiving: Statement<[name: string, after: number, limit: number], CountedPart>;
  readonly #ofName: Statement<[name: string, after: number, limit: number], NamedEntry>;
  readonly #ofNameWithValues: Statement<[name: string, after: number, limit: number], NamedEntry>;
  readonly #ofKeys: Statement<
    [name: string, from: Uint8Array, after: number, to: Uint8Array, limit: number],
    NamedEntry
  >;
  readonly #find: Statement<[instance: number, name: string], NamedEntry>;
  readonly #findWithValue: Statement<[instance: number, name: string], NamedEntry>;
  readonly #list: Statement<[instance: number, from: string, to: string, limit: number], OwnEntry>;
  readonly #listWithValues: Statement<
    [instance: number, from: string, to: string, limit: number],
    OwnEntry
  >;
  readonly #instanceId: Statement<[instance: number], string>;
  readonly #instance: Statement<[instanceId: string], number>;
  readonly #instancesFrom: Statement<[from: string, limit: number], InstanceEntry>;
  readonly #instancesBefore: Statement<[before: string, limit: number], InstanceEntry>;
  readonly #countBetween: Statement<[name: string, from: string, before: string], number>;
  readonly #instanceAfter: Statement<[after: string, offset: number], string>;
  readonly #instanceBefore: Statement<[before: string, offset: number], string>;
  readonly #someCleared: Statement<[], number>;

  constructor(db: Database) {
    const ofName = "FROM variable INDEXED BY variable_of_name WHERE name = ?";
    this.#nameFrom = db
      .prepare<[string], string>("SELECT name FROM variable WHERE name >= ? ORDER BY name LIMIT 1")
      .pluck();
    this.#nameBefore = db
      .prepare<[string], string>(
        "SELECT name FROM variable WHERE name < ? ORDER BY name DESC LIMIT 1",
      )
      .pluck();
    const part = `SELECT instance ${ofName} AND instance > ? ORDER BY instance LIMIT ?`;
    this.#count = db
      .prepare<[string, number, number], CountedPart>(
        `SELECT count(*), count(*), max(instance) FROM (${part})`,
      )
      .raw();
    this.#countLiving = db
      .prepare<[string, number, number], CountedPart>(
        `SELECT count(*), count(i.id), max(v.instance) FROM (${part}) v LEFT JOIN instance i ON i.id = v.instance`,
      )
      .raw();
    const entriesOfName = (value: string) =>
      db
        .prepare<[string, number, number], NamedEntry>(
          `SELECT instance, id, ${value} ${ofName} AND instance > ? ORDER BY instance LIMIT ?`,
        )
        .raw();
    this.#ofName = entriesOfName(NO_VALUE);
    this.#ofNameWithValues = entriesOfName(VALUE);
    this.#ofKeys = db
      .prepare<[string, Uint8Array, number, Uint8Array, number], NamedEntry>(
        `SELECT instance, id, ${VALUE} FROM variable INDEXED BY variable_by_scalar
           WHERE name = ? AND (scalar, instance) > (?, ?) AND scalar < ? ORDER BY scalar, instance LIMIT ?`,
      )
      .raw();
    // The entries of one name are in few pages, those of one instance in others than those of the next one.
    const entry = (value: string) =>
      db
        .prepare<[number, string], NamedEntry>(
          `SELECT instance, id, ${value} FROM variable INDEXED BY variable_of_name WHERE instance = ? AND name = ?`,
        )
        .raw();
    this.#find = entry(NO_VALUE);
    this.#findWithValue = entry(VALUE);
    const entriesOfInstance = (value: string) =>
      db
        .prepare<[number, string, string, number], OwnEntry>(
          `SELECT name, id, ${value} FROM variable INDEXED BY variable_by_name
             WHERE instance = ? AND name >= ? AND name <= ? ORDER BY name LIMIT ?`,
        )
        .raw();
    this.#list = entriesOfInstance(NO_VALUE);
    this.#listWithValues = entriesOfInstance(VALUE);
    this.#instanceId = db
      .prepare<[number], string>("SELECT name FROM instance WHERE id = ?")
      .pluck();
    this.#instance = db.prepare<[string], number>("SELECT id FROM instance WHERE name = ?").pluck();
    this.#instancesFrom = db
      .prepare<[string, number], InstanceEntry>(
        "SELECT name, id FROM instance WHERE name >= ? ORDER BY name LIMIT ?",
      )
      .raw();
    this.#instancesBefore = db
      .prepare<[string, number], InstanceEntry>(
        "SELECT name, id FROM instance WHERE name < ? ORDER BY name DESC LIMIT ?",
      )
      .raw();
    // `CROSS JOIN` keeps the order of the tables.
    this.#countBetween = db
      .prepare<[string, string, string], number>(
        `SELECT count(*) FROM instance i CROSS JOIN variable v INDEXED BY variable_of_name
           ON v.name = ? AND v.instance = i.id WHERE i.name >= ? AND i.name < ?`,
      )
      .pluck();
    this.#instanceAfter = db
      .prepare<[string, number], string>(
        "SELECT name FROM instance WHERE name > ? ORDER BY name LIMIT 1 OFFSET ?",
      )
      .pluck();
    this.#instanceBefore = db
      .prepare<[string, number], string>(
        "SELECT name FROM instance WHERE name < ? ORDER BY name DESC LIMIT 1 OFFSET ?",
      )
      .pluck();
    this.#someCleared = db.prepare<[], number>("SELECT 1 FROM cleared LIMIT 1").pluck();
  }

  /** The first name of a variable that is this one, or comes behind it. */
  nameFrom(from: string): string | undefined {
    return this.#nameFrom.get(from);
  }

  /** The last name of a variable that comes before this one. */
  nameBefore(before: string): string | undefined {
    return this.#nameBefore.get(before);
  }

  /** Counts the next entries of a name, and those of instances that are there. */
  count(name: string, after: number, limit: number): CountedPart {
    const count = this.hasCleared ? this.#countLiving : this.#count;
    return count.get(name, after, limit) ?? [0, 0, null];
  }

  /** The next entries of a name by the numbers of their instances. */
  ofName(name: string, after: number, limit: number, withValues: boolean): readonly NamedEntry[] {
    return (withValues ? this.#ofNameWithValues : this.#ofName).all(name, after, limit);
  }

  /** The next entries of a name with keys in an interval, by these and the numbers of their instances. */
  ofKeys(
    name: string,
    { from, to }: KeyInterval,
    after: number,
    limit: number,
  ): readonly NamedEntry[] {
    return this.#ofKeys.all(name, from, after, to, limit);
  }

  /** The entry of a variable. */
  find(instance: number, name: string, withValue: boolean): NamedEntry | undefined {
    return (withValue ? this.#findWithValue : this.#find).get(instance, name);
  }

  /** The entries of an instance by their names, from the name `from` to `to`, both inclusive. */
  list(
    instance: number,
    from: string,
    to: string,
    limit: number,
    withValues: boolean,
  ): readonly OwnEntry[] {
    return (withValues ? this.#listWithValues : this.#list).all(instance, from, to, limit);
  }

  /** The id of an instance; `undefined` if it has no variables, as one that was cleared. */
  instanceId(instance: number): string | undefined {
    return this.#instanceId.get(instance);
  }

  /** The number of an instance; `undefined` if it has no variables. */
  instance(instanceId: string): number | undefined {
    return this.#instance.get(instanceId);
  }

  /** The first instances from an id on. */
  instancesFrom(from: string, limit: number): readonly InstanceEntry[] {
    return this.#instancesFrom.all(from, limit);
  }

  /** The last instances before an id, the last one first. */
  instancesBefore(before: string, limit: number): readonly InstanceEntry[] {
    return this.#instancesBefore.all(before, limit);
  }

  /** The id of the `distance`-th instance behind an id in the order; `undefined` if there are not that many. */
  instanceBehind(id: string, distance: number, descending: boolean): string | undefined {
    return (descending ? this.#instanceBefore : this.#instanceAfter).get(id, distance - 1);
  }

  /** Counts the variables of a name that belong to instances from an id (inclusive) to another one (exclusive). */
  countBetween(name: string, from: string, before: string): number {
    return this.#countBetween.get(name, from, before) ?? 0;
  }

  /** Whether there are entries of instances that were cleared. */
  get hasCleared(): boolean {
    return this.#someCleared.get() !== undefined;
  }
}

const VALUE = "type, scalar";
const NO_VALUE = "NULL, NULL";
