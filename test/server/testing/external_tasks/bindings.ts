import type { JsonValue } from "../../../../core/json/json_value.ts";

/** The times between which something was done. Milliseconds since 1970. */
export interface Span {
  /** When the scenario began. */
  readonly begin: number;
  /** When what an answer shows can have been done at the earliest. */
  readonly start: number;
  readonly end: number;
}

const PLACEHOLDER = /\{([a-z]+\d*)(?:=([^}]*))?\}/gi;
const DATE = /^\{(date\d+)=now\+(-?\d+)\}$/;

/** What the placeholders of a scenario stand for. Each stands for what it is compared with first. */
export class Bindings {
  readonly #values = new Map<string, string>();

  /** Says what a placeholder stands for. */
  bind(placeholder: string, value: string): void {
    this.#values.set(placeholder, value);
  }

  /** Puts in what the placeholders of a text stand for. */
  fill(text: string): string {
    return text.replaceAll(PLACEHOLDER, (whole) => this.#values.get(whole) ?? whole);
  }

  /**
   * Compares what was recorded with what came.
   *
   * @param isUnordered Whether the order of members means nothing.
   * @returns Where they differ; `undefined` if they do not.
   */
  compare(
    recorded: JsonValue,
    received: JsonValue,
    span: Span,
    path = "$",
    isUnordered = false,
  ): string | undefined {
    if (typeof recorded === "string" && typeof received === "string") {
      const isSame = path.endsWith(".createTime")
        ? isWithin(received, span.begin, span.end)
        : this.#isSameText(recorded, received, span);
      return isSame ? undefined : path;
    }
    if (Array.isArray(recorded) && Array.isArray(received)) {
      if (recorded.length !== received.length) return `${path}.length`;
      return first(recorded, (each, index) =>
        this.compare(each, received[index] ?? null, span, `${path}[${index}]`),
      );
    }
    if (recorded instanceof Map && received instanceof Map) {
      const names = [[...recorded.keys()], [...received.keys()]];
      if (isUnordered) for (const each of names) each.sort();
      if (names[0]?.join() !== names[1]?.join()) return `${path}: ${names[1]?.join()}`;
      return first([...recorded], ([name, value]) =>
        this.compare(
          value,
          received.get(name) ?? null,
          span,
          `${path}.${name}`,
          name === "variables" || name === "valueInfo",
        ),
      );
    }
    return plain(recorded) === plain(received) ? undefined : path;
  }

  #isSameText(recorded: string, received: string, span: Span): boolean {
    const [, date, offset] = DATE.exec(recorded) ?? [];
    if (date !== undefined) {
      this.bind(`{${date}}`, received);
      return isWithin(received, span.start + Number(offset), span.end + Number(offset));
    }
    const pattern = recorded.replaceAll(PLACEHOLDER, (whole) => this.#values.get(whole) ?? whole);
    const [unbound] = pattern.match(PLACEHOLDER) ?? [];
    if (unbound === undefined) return pattern === received;
    const [before = "", after = ""] = pattern.split(unbound);
    if (!received.startsWith(before) || !received.endsWith(after)) return false;
    this.bind(unbound, received.slice(before.length, received.length - after.length));
    return true;
  }
}

function isWithin(date: string, start: number, end: number): boolean {
  const time = Date.parse(date.replace("+0000", "Z"));
  return time >= start && time <= end;
}

function first<T>(
  values: readonly T[],
  find: (value: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, value] of values.entries()) {
    const found = find(value, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plain(value: JsonValue): unknown {
  const isNumber = typeof value === "object" && value !== null && "lexeme" in value;
  return isNumber ? `number ${value.lexeme}` : value;
}
