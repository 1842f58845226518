import type { ExpectedPart } from "./form.ts";

/** Takes the parts that a contender finds in a form. Parts may overlap in time, since peers emit bytes later than fields. */
export interface Sink {
  part(name: string): PartSink;
}

/** Takes one part: either piece by piece up to `end`, or at once if the contender has joined it. */
export interface PartSink {
  data(chunk: Uint8Array): void;
  end(): void;
  whole(content: Uint8Array | string): void;
}

/** Counts bytes, which is the least work for somebody who takes a value while it arrives. */
export class CountingSink implements Sink, PartSink {
  bytes = 0;

  part(): this {
    return this;
  }

  data(chunk: Uint8Array): void {
    this.bytes += chunk.length;
  }

  end(): void {}

  whole(content: Uint8Array | string): void {
    this.bytes += content.length;
  }
}

/** Joins the bytes of each part, as somebody does who wants small values. */
export class CollectingSink implements Sink {
  readonly parts: CollectedPart[] = [];

  part(name: string): CollectedPart {
    const part = new CollectedPart(name);
    this.parts.push(part);
    return part;
  }
}

class CollectedPart implements PartSink {
  readonly name: string;
  content: Uint8Array | string | undefined;
  readonly #chunks: Uint8Array[] = [];

  constructor(name: string) {
    this.name = name;
  }

  data(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  end(): void {
    this.content = Buffer.concat(this.#chunks);
  }

  whole(content: Uint8Array | string): void {
    this.content = content;
  }
}

/** Compares every byte of every part with the sent form. Never timed. */
export class ComparingSink implements Sink {
  readonly #expected: ReadonlyMap<string, ExpectedPart>;
  readonly #seen = new Map<string, ComparedPart>();
  #fault: string | undefined;

  constructor(expected: readonly ExpectedPart[]) {
    this.#expected = new Map(expected.map((part) => [part.name, part]));
  }

  part(name: string): ComparedPart {
    const expected = this.#expected.get(name);
    if (expected === undefined) this.#fault = `has a part '${name}' that was not sent`;
    if (this.#seen.has(name)) this.#fault = `has '${name}' twice`;
    const part = new ComparedPart(expected?.content ?? Buffer.alloc(0));
    this.#seen.set(name, part);
    return part;
  }

  /** Describes the first wrong part; `undefined` if all parts are as they were sent. */
  fault(only: readonly string[] = [...this.#expected.keys()]): string | undefined {
    const missing = only.find((name) => !this.#seen.has(name));
    if (missing !== undefined) return `lacks the part '${missing}'`;
    const wrong = [...this.#seen].find(([, part]) => !part.same);
    return wrong === undefined ? this.#fault : `has wrong bytes in '${wrong[0]}'`;
  }
}

class ComparedPart implements PartSink {
  readonly #expected: Buffer;
  #at = 0;
  #differs = false;

  constructor(expected: Buffer) {
    this.#expected = expected;
  }

  get same(): boolean {
    return !this.#differs && this.#at === this.#expected.length;
  }

  data(chunk: Uint8Array): void {
    const end = this.#at + chunk.length;
    this.#differs ||= !this.#expected.subarray(this.#at, end).equals(chunk);
    this.#at = end;
  }

  end(): void {}

  whole(content: Uint8Array | string): void {
    this.data(typeof content === "string" ? Buffer.from(content) : content);
  }
}
