import { createHash, timingSafeEqual } from "node:crypto";
import type { Entrant } from "./_recent.ts";

/** A token of the token file. */
export interface Token {
  readonly text: string;
  /** Number of its line. */
  readonly line: number;
}

/** The tokens of one reading of the token file. */
export class TokenList {
  readonly #known: readonly { readonly hash: Buffer; readonly entrant: Entrant }[];

  /** @param tokens The tokens. */
  constructor(tokens: Iterable<Token>) {
    this.#known = [...tokens].map(({ text, line }) => {
      return { hash: hashOf(text), entrant: { name: `token:${line}`, right: "write" } };
    });
  }

  /** Number of tokens. */
  get size(): number {
    return this.#known.length;
  }

  /** Finds who has a token; `undefined` if nobody has. It takes the same time for each, right or wrong. */
  find(token: string): Entrant | undefined {
    const wanted = hashOf(token);
    let found: Entrant | undefined;
    for (const { hash, entrant } of this.#known) if (timingSafeEqual(hash, wanted)) found = entrant;
    return found;
  }
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
