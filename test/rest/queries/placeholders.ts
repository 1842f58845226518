import type { JsonValue } from "../../../core/json/json_value.ts";

/** What the placeholders of a scenario stand for in one run of it. */
export class Placeholders {
  readonly #texts: ReadonlyMap<string, string>;
  /** By the name in the placeholder, the ids that a variable had so far. */
  readonly #ids = new Map<string, string[]>();

  /** @param instances The ids of two process instances, in any order. @param nonce A text that occurs nowhere else. */
  constructor(instances: readonly [string, string], nonce: string) {
    const [first = "", second = ""] = instances.toSorted();
    this.#texts = new Map([
      ["{pi}", first],
      ["{pi2}", second],
      ["{nonce}", nonce],
    ]);
  }

  /** The id of `{pi}`. */
  get instance(): string {
    return this.fill("{pi}");
  }

  /** The ids of both instances. */
  get instances(): readonly [string, string] {
    return [this.instance, this.fill("{pi2}")];
  }

  /** Names in a text the variables whose ids are not known. */
  unknownVariables(text: string): readonly string[] {
    const names = [...text.matchAll(/\{var:(\w+)\}/g)].map(([, name = ""]) => name);
    return names.filter((name) => !this.#ids.has(name));
  }

  /** Puts in what the placeholders of a text stand for. */
  fill(text: string): string {
    let filled = text.replaceAll(/\{var:(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(this.#ids.get(name)?.at(-1) ?? "unknown"),
    );
    filled = filled.replaceAll(/\{(\d+) (\w)\}/g, (_, count: string, letter: string) =>
      letter.repeat(Number(count)),
    );
    for (const [placeholder, value] of this.#texts) filled = filled.replaceAll(placeholder, value);
    return filled;
  }

  /** Puts placeholders in. Call `learn` before. */
  mask(text: string): string {
    const ids = [...this.#ids].flatMap(([name, known]) =>
      known.map((id, index) => [id, `{var:${name}${index === 0 ? "" : `#${index + 1}`}}`] as const),
    );
    let masked = text;
    // One id may begin with another.
    for (const [id, placeholder] of ids.sort(([a], [b]) => b.length - a.length)) {
      masked = masked.replaceAll(id, placeholder);
    }
    for (const [placeholder, value] of this.#texts) masked = masked.replaceAll(value, placeholder);
    return masked;
  }

  /** Remembers the ids of the variables in an answer. */
  learn(value: JsonValue): void {
    if (Array.isArray(value)) for (const each of value) this.learn(each);
    if (!(value instanceof Map)) return;
    const [id, name, instance] = ["id", "name", "processInstanceId"].map((key) => value.get(key));
    if (typeof id !== "string" || typeof name !== "string" || typeof instance !== "string") return;
    const suffix = instance === this.instance ? "" : "@pi2";
    const key = this.mask(name).replaceAll("\\", "(backslash)") + suffix;
    const ids = this.#ids.get(key) ?? [];
    if (!ids.includes(id)) this.#ids.set(key, [...ids, id]);
  }
}
