import assert from "node:assert/strict";
import fc from "fast-check";
import { KeyDirectory } from "../../../../adapters/filesystem/keys/_key_directory.ts";
import type { LogEntry } from "../../../../adapters/filesystem/log/_entry.ts";
import { OPERATIONS } from "../../../../adapters/filesystem/log/_record.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("the keys of a log that is merged");

const RECORD_BYTES = 10;

/** One event, and the numbers of what it is about. */
const EVENT = fc.record({
  kind: fc.constantFrom("put", "put", "delete", "clear", "seal", "copy", "drop", "reopen"),
  instance: fc.nat(1),
  name: fc.nat(2),
  segment: fc.nat(5),
});
type Event = typeof EVENT extends fc.Arbitrary<infer T> ? T : never;

/** Segments on a disk, and the keys that follow what happens to them. */
class Disk {
  keys = new KeyDirectory();
  readonly #segments = new Map<Segment, LogEntry[]>();
  #head: Segment;
  #copies: Segment;
  #made = 0;
  #sequence = 0;

  constructor() {
    this.#head = this.#begin();
    this.#copies = this.#begin();
    void this.keys.complete();
  }

  async act({ kind, instance, name, segment }: Event): Promise<void> {
    const key = { instanceId: `i${instance}`, name: `v${name}` };
    const sealed = [...this.#segments.keys()].filter((one) => !this.#isOpen(one));
    const victim = sealed[segment % Math.max(sealed.length, 1)];
    if (kind === "put") this.#append(this.#head, OPERATIONS.put, key, ++this.#sequence);
    else if (kind === "delete") this.#delete(key, ++this.#sequence);
    else if (kind === "clear") await this.#clear(key.instanceId);
    else if (kind === "seal" && segment % 2 === 0) this.#head = this.#begin();
    else if (kind === "seal") this.#copies = this.#begin();
    else if (kind === "reopen") await this.#reopen(segment);
    else if (victim !== undefined) {
      // What happens between the copying and the deletion comes in further events.
      this.#copy(victim);
      if (kind === "drop") this.#drop(victim);
    }
  }

  /** Compares what the keys say with what lies on the disk. */
  check(): void {
    const latest = new Map<string, LogEntry>();
    for (const entry of this.#all()) {
      if (entry.sequence >= (latest.get(keyOf(entry))?.sequence ?? 0)) {
        latest.set(keyOf(entry), entry);
      }
    }
    for (const [key, entry] of latest) {
      const isPut = entry.operation === OPERATIONS.put;
      const found = this.keys.find(entry.instanceId, entry.name);
      assert.equal(found?.sequence, isPut ? entry.sequence : undefined, `${key} is found`);
      const hides = this.#all().some(
        (other) => keyOf(other) === key && other.sequence < entry.sequence && isAPut(other),
      );
      const needed = this.#needed().filter((other) => keyOf(other) === key);
      assert.deepEqual(
        needed.map(({ sequence }) => sequence),
        isPut || hides ? [entry.sequence] : [],
        `One record of ${key} is needed, if it is a variable, or hides older ones`,
      );
    }
    for (const [segment, entries] of this.#segments) {
      const needed = entries.filter((entry) => this.keys.needs(segment, entry)).length;
      assert.equal(segment.dead, RECORD_BYTES * (entries.length - needed), "bytes of garbage");
    }
    const deletions = this.#needed().filter((entry) => !isAPut(entry)).length;
    assert.equal(this.keys.deletionBytes, RECORD_BYTES * deletions, "bytes of deletions");
  }

  #all(): LogEntry[] {
    return [...this.#segments.values()].flat();
  }

  #needed(): LogEntry[] {
    return [...this.#segments].flatMap(([segment, entries]) =>
      entries.filter((entry) => this.keys.needs(segment, entry)),
    );
  }

  #isOpen(segment: Segment): boolean {
    return segment === this.#head || segment === this.#copies;
  }

  #begin(): Segment {
    const segment = new Segment(++this.#made, 0, `segment ${this.#made}`, () => {});
    this.#segments.set(segment, []);
    return segment;
  }

  #write(
    segment: Segment,
    operation: LogEntry["operation"],
    { instanceId, name }: Pick<LogEntry, "instanceId" | "name">,
    sequence: number,
  ): LogEntry {
    const offset = segment.bytes;
    segment.bytes += RECORD_BYTES;
    const rest = { offset, bytes: RECORD_BYTES, file: undefined };
    const entry = { operation, instanceId, name, sequence, ...rest };
    this.#segments.get(segment)?.push(entry);
    return entry;
  }

  #append(
    segment: Segment,
    operation: LogEntry["operation"],
    key: Pick<LogEntry, "instanceId" | "name">,
    sequence: number,
  ): void {
    this.#take(segment, this.#write(segment, operation, key, sequence));
  }

  #take(segment: Segment, entry: LogEntry): void {
    if (isAPut(entry)) this.keys.put(segment, entry);
    else this.keys.delete(segment, entry);
  }

  /** Nothing is written if there is nothing to delete. */
  #delete(key: Pick<LogEntry, "instanceId" | "name">, sequence: number): void {
    if (this.keys.sequenceOf(key.instanceId, key.name) === undefined) return;
    this.#append(this.#head, OPERATIONS.delete, key, sequence);
  }

  async #clear(instanceId: string): Promise<void> {
    const sequence = ++this.#sequence;
    const deletions = this.keys
      .names(instanceId)
      .map((name) => this.#write(this.#head, OPERATIONS.delete, { instanceId, name }, sequence));
    await this.keys.clear(instanceId, this.#head, deletions);
  }

  #copy(victim: Segment): void {
    for (const entry of this.#segments.get(victim) ?? []) {
      if (!this.keys.needs(victim, entry)) continue;
      this.#append(this.#copies, entry.operation, entry, entry.sequence);
    }
  }

  #drop(victim: Segment): void {
    const entries = this.#segments.get(victim) ?? [];
    this.#segments.delete(victim);
    for (const entry of entries) if (isAPut(entry)) this.keys.forget(entry);
    this.keys.forgetSegment(victim);
  }

  /** Takes all records in again, beginning with any segment. */
  async #reopen(first: number): Promise<void> {
    this.keys = new KeyDirectory();
    const segments = [...this.#segments];
    const at = first % segments.length;
    for (const [segment, entries] of [...segments.slice(at), ...segments.slice(0, at)]) {
      segment.dead = 0;
      for (const entry of entries) this.#take(segment, entry);
    }
    await this.keys.complete();
  }
}

test("need of all records on the disk those of variables, and of deletions while they hide something", () =>
  fc.assert(
    fc.asyncProperty(fc.array(EVENT, { maxLength: 60, size: "max" }), async (events) => {
      const disk = new Disk();
      for (const event of events) {
        await disk.act(event);
        disk.check();
      }
    }),
    { numRuns: 500 },
  ));

function isAPut({ operation }: LogEntry): boolean {
  return operation === OPERATIONS.put;
}

function keyOf({ instanceId, name }: LogEntry): string {
  return `${instanceId} ${name}`;
}
