/** What `crypto.randomUUID()` makes, by which the engine names what has no id. */
const RANDOM = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Names for random ids that are the same in every run. Other ids are their own names. */
export class StableNames {
  readonly #names = new Map<string, string>();

  /** @param ids All ids, in the order of creation. */
  constructor(ids: readonly string[]) {
    const taken = new Set(ids);
    let number = 0;
    for (const id of ids.filter((id) => RANDOM.test(id))) {
      let name: string;
      do name = `instance${++number}`;
      while (taken.has(name));
      this.#names.set(id, name);
    }
  }

  /** The name of an id. */
  of(id: string): string {
    return this.#names.get(id) ?? id;
  }
}
