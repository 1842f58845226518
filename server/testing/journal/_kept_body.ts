import { Buffer } from "node:buffer";
import type { ByteBudget, ByteHolder } from "./_byte_budget.ts";
import type { JournalLimits } from "./_journal_limits.ts";

/** What the bodies of a journal share. */
export interface KeptBodyRules {
  readonly limits: JournalLimits;
  readonly budget: ByteBudget;
}

/** The largest block that is made for chunks that are smaller. Bytes. */
const MAX_BLOCK_BYTES = 65_536;

/** A body that is copied while it passes, up to a limit. */
export class KeptBody implements ByteHolder {
  readonly #rules: KeptBodyRules;
  /** The bytes. All blocks but the last are full. One chunk makes a block of its size; many small ones share larger blocks. */
  #blocks: Buffer[] = [];
  /** How many bytes of the last block are used. */
  #used = 0;
  #size = 0;
  #isGivenUp = false;
  #isForgotten = false;

  constructor(rules: KeptBodyRules) {
    this.#rules = rules;
  }

  /** Copies a chunk, which may be used otherwise afterwards. */
  append(chunk: Uint8Array): void {
    const before = this.#size;
    this.#size += chunk.length;
    if (this.#isGivenUp) return;
    if (this.isTooLarge) {
      this.#rules.budget.remove(this);
      this.#blocks = [];
      return;
    }
    const last = this.#blocks.at(-1);
    const taken = last === undefined ? 0 : Math.min(chunk.length, last.length - this.#used);
    last?.set(chunk.subarray(0, taken), this.#used);
    this.#used += taken;
    const rest = chunk.length - taken;
    if (rest > 0) {
      const block = Buffer.allocUnsafe(Math.max(rest, Math.min(before, MAX_BLOCK_BYTES)));
      block.set(taken === 0 ? chunk : chunk.subarray(taken));
      this.#blocks.push(block);
      this.#used = rest;
    }
    if (!this.#isForgotten) this.#rules.budget.add(this, chunk.length);
  }

  giveUp(): void {
    this.#isGivenUp = true;
    this.#blocks = [];
  }

  /** The journal does not hold this body any more; whoever still has the request may ask for it. */
  forget(): void {
    this.#isForgotten = true;
    this.#rules.budget.remove(this);
  }

  /**
   * Gives a copy of the bytes.
   *
   * @param what What they are, for the message, such as `the body of POST /message`.
   * @throws {Error} If they were not kept.
   */
  bytes(what: string): Uint8Array<ArrayBuffer> {
    const { maxBodyBytes, maxTotalBytes } = this.#rules.limits;
    if (this.isTooLarge) {
      throw new Error(
        `Cannot give ${what}: ${this.#size} bytes of it came, and the journal keeps at most ${maxBodyBytes} of each; raise 'journal.maxBodyBytes'`,
      );
    }
    if (this.#isGivenUp) {
      throw new Error(
        `Cannot give ${what}: its ${this.#size} bytes were given up for later ones, since the journal keeps at most ${maxTotalBytes} in all; ask for it earlier, or raise 'journal.maxTotalBytes'`,
      );
    }
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const block of this.#blocks) {
      bytes.set(block.subarray(0, this.#size - at), at);
      at += block.length;
    }
    return bytes;
  }

  /** Whether it has come over the limit, so that nothing of it is kept. */
  get isTooLarge(): boolean {
    return this.#size > this.#rules.limits.maxBodyBytes;
  }
}
