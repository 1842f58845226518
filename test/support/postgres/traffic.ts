import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import type { Change, VariableStorage } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { until } from "../until.ts";

/** Number of bytes of each large value: some windows. */
const LARGE_BYTES = 1_000_000;

/** What one of the loops has seen. */
interface Seen {
  successes: number;
  refusals: number;
}

/**
 * Uses a storage all the time: some loops write small values, one uploads, one downloads, one lists. Each answer must be true: a success, or
 * "unavailable".
 */
export class Traffic {
  readonly #storage: VariableStorage;
  readonly #seen = new Map<string, Seen>();
  readonly #loops: Promise<void>[] = [];
  #isEnding = false;

  /** Starts the loops. */
  constructor(storage: VariableStorage) {
    this.#storage = storage;
    for (let i = 0; i < 4; i++) this.#start(`writer ${i}`, this.#writer(`w${i}`, smallOf));
    this.#start(
      "uploader",
      this.#writer("large", (number) => this.#upload(number)),
    );
    this.#start("downloader", () => this.#download());
    this.#start("lister", async () => void (await this.#storage.list("w0")));
  }

  /** Waits until each loop has had a success from now on. */
  async succeeds(): Promise<void> {
    await this.#all(({ successes }) => successes);
  }

  /** Waits until each loop has been refused from now on. */
  async isRefused(): Promise<void> {
    await this.#all(({ refusals }) => refusals);
  }

  /** Ends the loops. Fails if an answer was wrong. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#loops);
  }

  async #all(count: (seen: Seen) => number): Promise<void> {
    const before = new Map([...this.#seen].map(([name, seen]) => [name, count(seen)]));
    const grown = until(() =>
      [...this.#seen].every(([name, seen]) => count(seen) > (before.get(name) ?? 0)),
    );
    // A loop that has failed ends at once, so it is not waited for.
    await Promise.race([grown, Promise.all(this.#loops)]);
  }

  #start(name: string, step: () => Promise<void>): void {
    const seen = { successes: 0, refusals: 0 };
    this.#seen.set(name, seen);
    const run = async () => {
      while (!this.#isEnding) {
        try {
          await step();
          seen.successes++;
        } catch (error) {
          if (!isRefusal(error))
            throw new Error(`The ${name} got a wrong answer`, { cause: error });
          seen.refusals++;
        }
        await turn();
      }
    };
    const loop = run();
    // Its error is thrown by those who wait for it.
    loop.catch(() => {});
    this.#loops.push(loop);
  }

  /** Makes a loop that replaces a variable by numbers that grow, and knows which of them it may have. */
  #writer(
    instance: string,
    contentOf: (number: number) => Promise<PutContent> | PutContent,
  ): () => Promise<void> {
    let possible = new Set<number | undefined>([undefined]);
    let next = 1;
    return async () => {
      const found = await this.#numberOf(instance);
      assert.ok(possible.has(found), `It has ${found}, not one of ${[...possible]}`);
      possible = new Set([found]);
      const number = next++;
      const content = await contentOf(number);
      const valueInfo = { filename: String(number) };
      const change: Change = { op: "put", name: "a", type: "File", valueInfo, content };
      try {
        await this.#storage.apply(instance, [change]);
        possible = new Set([number]);
      } catch (error) {
        if (error instanceof StorageError && error.mayBeStored) possible.add(number);
        throw error;
      }
    };
  }

  async #numberOf(instance: string): Promise<number | undefined> {
    const record = await this.#storage.stat(instance, "a");
    return record && Number(record.valueInfo.filename);
  }

  #upload(number: number): Promise<PutContent> {
    return this.#storage.stage(
      (async function* () {
        for (let sent = 0; sent < LARGE_BYTES; sent += 100_000) {
          yield new Uint8Array(100_000).fill(number % 256);
        }
      })(),
    );
  }

  async #download(): Promise<void> {
    const variable = await this.#storage.open("large", "a");
    if (variable === undefined) return;
    const wanted = Number(variable.record.valueInfo.filename) % 256;
    let size = 0;
    try {
      for await (const piece of variable.read()) {
        size += piece.length;
        assert.ok(piece.every((byte) => byte === wanted));
      }
    } finally {
      await variable.close();
    }
    assert.equal(size, LARGE_BYTES);
  }
}

type PutContent = Extract<Change, { op: "put" }>["content"];

function smallOf(number: number): Uint8Array {
  return new TextEncoder().encode(String(number));
}

function isRefusal(error: unknown): boolean {
  return error instanceof StorageError && error.code === "unavailable";
}
