/** The parameters of a statement whose text is made for one query. */
export class SqlValues {
  readonly list: unknown[] = [];

  /** Adds a text, and returns what stands for it in the statement. */
  text(value: string): string {
    return this.#add(value, "text");
  }

  /** Adds a list of texts. */
  texts(values: readonly string[]): string {
    return this.#add(values, "text[]");
  }

  /** Adds bytes. */
  bytes(value: Uint8Array): string {
    return this.#add(Buffer.from(value), "bytea");
  }

  /** Adds a list of texts, each as its bytes. */
  listOfBytes(values: readonly string[]): string {
    const list = values.map((value) => Buffer.from(value));
    return this.#add(list, "bytea[]");
  }

  /** Adds a number. */
  number(value: number): string {
    return this.#add(value, "bigint");
  }

  #add(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

/** Joins conditions. */
export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}
