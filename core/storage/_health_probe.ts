import type { VariableStorage } from "./storage.ts";
import type { MaybePromise } from "./storage_driver.ts";
import { StorageError, type StorageErrorCode } from "./storage_error.ts";
import type { StorageHealth, UnwritableStorage, WritableStorage } from "./storage_health.ts";

/** The longest time until there is an answer. Milliseconds. */
const LIMIT_MS = 5_000;
/** Number of bytes that are staged after a failed write: more than any storage keeps within a record, or in memory. */
const PROBE_BYTES = 262_144;
/** The largest number of random bytes that the platform gives at once. */
const RANDOM_BYTES = 65_536;

const WRITABLE: WritableStorage = { writable: true };

/** Failures of writes after which looking is not enough. The others say nothing about the next write. */
const DOUBTFUL: readonly StorageErrorCode[] = ["full", "corrupt", "unavailable", "io"];

const REASONS: Readonly<Record<StorageErrorCode, string>> = {
  closed: "the storage is closed",
  locked: "another process has the storage open",
  full: "the storage has no room left",
  corrupt: "the storage has bytes or a format that this version cannot read",
  gone: "the storage refuses writes",
  unavailable: "the storage cannot be reached, or does not answer in time",
  io: "the storage refuses writes",
};

/**
 * Finds out whether a storage takes writes. It only looks, which is cheap, unless a write has failed since: then it writes something
 * and discards it, until that succeeds. One probe runs at a time, and all who ask meanwhile share it.
 */
export class HealthProbe {
  readonly #look: () => MaybePromise<void>;
  readonly #tryWrite: () => Promise<void>;
  readonly #limitMs: number;
  #running: Promise<StorageHealth> | undefined;
  #isDoubtful = false;

  /**
   * @param look Throws the error with which a write would be refused, as far as this can be known without one.
   * @param tryWrite Writes something, and discards it. If it fails, it calls `doubt`, as each failed write does.
   * @param limitMs The longest time until there is an answer. Milliseconds.
   */
  constructor(
    look: () => MaybePromise<void>,
    tryWrite: () => Promise<void>,
    limitMs: number = LIMIT_MS,
  ) {
    this.#look = look;
    this.#tryWrite = tryWrite;
    this.#limitMs = limitMs;
  }

  /** Records that a write has failed. */
  doubt(error: unknown): void {
    if (error instanceof StorageError && DOUBTFUL.includes(error.code)) this.#isDoubtful = true;
  }

  /** Probes. If there is no result in time, the storage is unavailable until there is one. Never rejects. */
  check(): Promise<StorageHealth> {
    this.#running ??= withinLimit(this.#limitMs, async () => {
      const health = await this.#probe();
      this.#running = undefined;
      return health;
    });
    return this.#running;
  }

  async #probe(): Promise<StorageHealth> {
    try {
      await this.#look();
      if (this.#isDoubtful) {
        // If this write fails, or another one meanwhile, the doubt is back.
        this.#isDoubtful = false;
        await this.#tryWrite();
      }
      return WRITABLE;
    } catch (error) {
      return unwritable(error);
    }
  }
}

/**
 * Asks any storage for its health, by its member `health`. One that fails to tell it, or does so too late, counts as one that refuses
 * writes. Never rejects.
 *
 * @param ask The member.
 * @param limitMs The longest time until there is an answer. Milliseconds.
 */
export function askHealth(
  ask: NonNullable<VariableStorage["health"]>,
  limitMs: number = LIMIT_MS,
): Promise<StorageHealth> {
  return withinLimit(limitMs, async () => {
    try {
      return checked(await ask());
    } catch (error) {
      return unwritable(error);
    }
  });
}

function checked(health: StorageHealth): StorageHealth {
  if (health.writable === true) return health;
  const { writable, reason, error } = health;
  if (writable === false && typeof reason === "string" && error instanceof StorageError)
    return health;
  throw new TypeError(
    "Cannot use the health of the storage: 'writable' is not true, and there is no 'writable' false with 'reason' and a StorageError",
  );
}

/** Waits for a result that never rejects. If there is none in time, the storage is unavailable. */
function withinLimit(limitMs: number, ask: () => Promise<StorageHealth>): Promise<StorageHealth> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(unwritable(tooLate(limitMs))), limitMs);
    void ask().then((health) => {
      clearTimeout(timer);
      resolve(health);
    });
  });
}

/** Makes a probe for a storage that cannot tell by itself whether it takes writes: one that reads. */
export function readProbe(storage: VariableStorage): HealthProbe {
  const read = async () => {
    await storage.instances({ limit: 1 });
  };
  return new HealthProbe(read, async () => {});
}

/** Tells that a storage refuses writes. */
export function unwritable(cause: unknown): UnwritableStorage {
  const error =
    cause instanceof StorageError
      ? cause
      : new StorageError("io", "Cannot find out whether the storage takes writes", { cause });
  const { code, needsReopening } = error;
  const advice = needsReopening && code !== "closed" ? ", until it is opened again" : "";
  return { writable: false, reason: `${REASONS[code]}${advice}`, error };
}

/** The bytes of a write that shows whether writes succeed. They are random, so that no compression makes them fewer. */
export async function* probeBytes(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < PROBE_BYTES; at += RANDOM_BYTES) {
    yield crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  }
}

function tooLate(limitMs: number): StorageError {
  return new StorageError(
    "unavailable",
    `Cannot find out whether the storage takes writes: it did not answer within ${limitMs} ms`,
  );
}
