/** How long a field is kept as it came: about as long as the memory of its request is there anyway. Milliseconds. */
const KEPT_MS = 1_000;
const MAX_KEPT = 256;

/** Who enters. */
export interface Entrant {
  /** The user, or `token:` and the line of the token. */
  readonly name: string;
  readonly right: "read" | "write";
}

/**
 * Knows for a second who entered by a field `Authorization`. To hash the field for each request would take a fifth of the time of a
 * small post.
 */
export class Recent {
  readonly #kept = new Map<string, Entrant>();
  readonly #now: () => number;
  #until = 0;

  /** @param now Gives the time, in milliseconds from any start. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Finds who entered by a field; `undefined` if nobody did within the last second. */
  get(field: string): Entrant | undefined {
    const entrant = this.#kept.get(field);
    if (entrant === undefined || this.#now() < this.#until) return entrant;
    this.#kept.clear();
    return undefined;
  }

  /** Keeps a field. */
  set(field: string, entrant: Entrant): void {
    const now = this.#now();
    if (now >= this.#until || this.#kept.size >= MAX_KEPT) {
      this.#kept.clear();
      this.#until = now + KEPT_MS;
    }
    this.#kept.set(field, entrant);
  }
}
