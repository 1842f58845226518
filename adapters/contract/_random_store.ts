import type { FoundVariable } from "../../core/storage/query/storage_query.ts";
import type { Change, VariableRecord, VariableStorage } from "../../core/storage/storage.ts";
import { sourceOf } from "./_content.ts";
import type { Dice } from "./_dice.ts";
import type { QueryStore } from "./_query_stores.ts";

/** So many instances are written at once. */
const AT_ONCE = 100;

/** Fills and changes a store at random, and knows all its variables. */
export class RandomStore {
  readonly #dice: Dice;
  readonly #kind: QueryStore;
  readonly #instances = new Map<string, Map<string, VariableRecord>>();

  constructor(dice: Dice, kind: QueryStore) {
    this.#dice = dice;
    this.#kind = kind;
  }

  /** All variables, as the storage said when they were put, in no particular order. */
  get variables(): readonly FoundVariable[] {
    return [...this.#instances].flatMap(([instanceId, records]) =>
      [...records.values()].map((record) => ({ instanceId, record })),
    );
  }

  /** Puts the first variables. */
  async fill(storage: VariableStorage): Promise<void> {
    const { ids } = this.#kind;
    await this.#each(ids, async (id) => {
      const names = this.#kind.namesOf(this.#dice);
      await this.#apply(storage, id, await this.#puts(storage, names));
    });
  }

  /** Changes a fifth of the instances: clears some, and deletes, replaces and adds variables of the others. */
  async change(storage: VariableStorage): Promise<void> {
    const dice = this.#dice;
    const { ids } = this.#kind;
    await this.#each(dice.some(ids, Math.ceil(ids.length / 5)), async (id) => {
      const present = [...(this.#instances.get(id)?.keys() ?? [])];
      if (dice.chance(0.15)) return this.#apply(storage, id, [{ op: "clear" }]);
      const deleted = dice.some(present, dice.below(3));
      const added = dice.some(this.#kind.namesOf(dice), 2);
      const put = new Set([...dice.some(present, dice.below(3)), ...added]);
      const puts = await this.#puts(
        storage,
        [...put].filter((name) => !deleted.includes(name)),
      );
      const deletions = deleted.map((name) => ({ op: "delete", name }) as const);
      return this.#apply(storage, id, [...puts, ...deletions]);
    });
  }

  async #each(ids: readonly string[], run: (id: string) => Promise<void>): Promise<void> {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      await Promise.all(ids.slice(at, at + AT_ONCE).map(run));
    }
  }

  async #puts(storage: VariableStorage, names: readonly string[]): Promise<readonly Change[]> {
    const values = names.map((name) => ({ name, ...this.#kind.valueOf(this.#dice, name) }));
    // Small values may be staged, too.
    const isStaged = this.#dice.chance(0.05);
    const changes: Change[] = [];
    for (const { content, ...value } of values) {
      const stored = isStaged && content !== null ? storage.stage(sourceOf(content)) : content;
      changes.push({ op: "put", ...value, content: await stored });
    }
    return changes;
  }

  async #apply(storage: VariableStorage, id: string, changes: readonly Change[]): Promise<void> {
    const records = await storage.apply(id, changes);
    const instance = this.#instances.get(id) ?? new Map<string, VariableRecord>();
    for (const [index, change] of changes.entries()) {
      const record = records[index];
      if (change.op === "clear") instance.clear();
      else if (record === undefined) instance.delete(change.name);
      else instance.set(change.name, record);
    }
    this.#instances.set(id, instance);
  }
}
