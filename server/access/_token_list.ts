import { createHash, timingSafeEqual } from "node:crypto";

/** The tokens of one reading of the token file. */
export class TokenList {
  readonly #hashes: readonly Buffer[];

  /** @param tokens The tokens. */
  constructor(tokens: Iterable<string>) {
    this.#hashes = [...tokens].map(hashOf);
  }

  /** Whether there is this token. It takes the same time for each, right or wrong. */
  has(token: string): boolean {
    const hash = hashOf(token);
    let found = false;
    for (const known of this.#hashes) found = timingSafeEqual(known, hash) || found;
    return found;
  }
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
