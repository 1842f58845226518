/** How long fields are kept as they came. Milliseconds. */
const KEPT_MS = 1_000;
const MAX_KEPT = 256;

/** Who enters. */
export interface Entrant {
  /** The user, or `token:` and the line of the token. */
  readonly name: string;
  readonly right: "read" | "write";
}

/**
 * Knows for a second at most who entered by a field `Authorization`. To hash the field for each request would take a fifth of the time
 * of a small post.
 */
export class Recent {
  readonly #kept = new Map<string, Entrant>();
  readonly #later: (run: () => void) => void;

  /** @param later Runs something when what is kept is to be forgotten. */
  constructor(later: (run: () => void) => void = inASecond) {
    this.#later = later;
  }

  /** Finds who entered by a field; `undefined` if nobody did of late. */
  get(field: string): Entrant | undefined {
    return this.#kept.get(field);
  }

  /** Keeps a field, unless there are many. */
  set(field: string, entrant: Entrant): void {
    if (this.#kept.size >= MAX_KEPT) return;
    // Passwords do not stay in memory, also if no further request comes.
    if (this.#kept.size === 0) this.#later(() => this.#kept.clear());
    this.#kept.set(field, entrant);
  }
}

function inASecond(run: () => void): void {
  setTimeout(run, KEPT_MS).unref();
}
