import { CollectedBytes } from "../../../core/bytes/_collected_bytes.ts";
import type { ByteBudget, ByteHolder } from "./_byte_budget.ts";
import type { JournalLimits } from "./_journal_limits.ts";

/** What the bodies of a journal share. */
export interface KeptBodyRules {
  readonly limits: JournalLimits;
  readonly budget: ByteBudget;
}

/** A body that is copied while it passes, up to a limit. */
export class KeptBody implements ByteHolder {
  readonly #rules: KeptBodyRules;
  readonly #collected = new CollectedBytes();
  /** All bytes, when there are no more to come. */
  #whole: Uint8Array<ArrayBuffer> | undefined;
  #size = 0;
  #isGivenUp = false;
  #isForgotten = false;

  constructor(rules: KeptBodyRules) {
    this.#rules = rules;
  }

  /** Copies a chunk, which may be used otherwise afterwards. */
  append(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#isGivenUp) return;
    if (this.#isTooLarge) {
      this.#rules.budget.remove(this);
      this.#collected.clear();
      return;
    }
    this.#collected.append(chunk);
    if (!this.#isForgotten) this.#rules.budget.add(this, chunk.length);
  }

  /** There are no more bytes. May be called twice. What is kept for long must not share the memory of `CollectedBytes`. */
  end(): void {
    if (this.#whole !== undefined || this.#isGivenUp || this.#isTooLarge) return;
    this.#whole = new Uint8Array(this.#collected.bytes());
    this.#collected.clear();
  }

  giveUp(): void {
    this.#isGivenUp = true;
    this.#collected.clear();
    this.#whole = undefined;
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
    if (this.#isTooLarge) {
      throw new Error(
        `Cannot give ${what}: it has ${this.#size} bytes, and the journal keeps at most ${maxBodyBytes} of each; raise 'journal.maxBodyBytes'`,
      );
    }
    if (this.#isGivenUp) {
      throw new Error(
        `Cannot give ${what}: its ${this.#size} bytes were given up for later ones, since the journal keeps at most ${maxTotalBytes} in all; ask for it earlier, or raise 'journal.maxTotalBytes'`,
      );
    }
    return new Uint8Array(this.#whole ?? this.#collected.bytes());
  }

  get #isTooLarge(): boolean {
    return this.#size > this.#rules.limits.maxBodyBytes;
  }
}
