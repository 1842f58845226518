import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { mock } from "node:test";
import { HEAD_BYTES, OPERATIONS } from "../../../adapters/filesystem/log/_record.ts";
import type { CrashStep, StepMoment } from "./crash_moment.ts";

const OF_FS = ["open", "write", "writeSync", "fdatasync", "fsync", "ftruncate", "close"] as const;
const OF_PROMISES = ["rm", "rename", "readFile"] as const;
const LAST_STANDARD_STREAM = 2;

/** Kills this process at an operation of `node:fs`. */
export class KillAtOperation {
  readonly #moment: StepMoment;
  readonly #onKill: (operation: string) => void;
  readonly #writeSync = fs.writeSync;
  #doing: "opening" | "closing" | undefined;
  #turns = 0;
  #passed = 0;

  /**
   * From now on it watches all operations.
   *
   * @param onKill Is told the operation at which it kills.
   */
  constructor(moment: StepMoment, onKill: (operation: string) => void) {
    this.#moment = moment;
    this.#onKill = onKill;
    for (const name of OF_FS) {
      const original = fs[name];
      mock.method(fs, name, (...args: unknown[]): unknown => {
        this.#look(name, args);
        return Reflect.apply(original, fs, args);
      });
    }
    for (const name of OF_PROMISES) {
      const original = fsPromises[name];
      mock.method(fsPromises, name, (...args: unknown[]): unknown => {
        this.#look(name, args);
        return Reflect.apply(original, fsPromises, args);
      });
    }
    // Some modules have imported them by their names.
    syncBuiltinESMExports();
  }

  /** Whether the step has begun as often as it must. */
  get isDue(): boolean {
    return this.#turns >= this.#moment.turn;
  }

  /** Opens or closes a store. Kills the process in the end if it was to be killed in this. */
  async during<T>(step: "opening" | "closing", run: () => Promise<T>): Promise<T> {
    this.#doing = step;
    this.#begin(step);
    const result = await run();
    this.#doing = undefined;
    if (this.isDue) this.#kill("the end");
    return result;
  }

  #look(name: string, args: readonly unknown[]): void {
    const [first, bytes] = args;
    if (typeof first === "number" && first <= LAST_STANDARD_STREAM) return;
    if (this.#doing === undefined) {
      if (isHint(name, first)) this.#begin("merging");
      if (isSegment(name, first)) this.#begin("deleting");
      if (isClosedMark(bytes)) this.#begin("sealing");
    }
    if (!this.isDue || this.#passed++ < this.#moment.operations) return;
    if (this.#moment.half && name.startsWith("write")) this.#writeHalf(args);
    this.#kill(`${name}(${first})`);
  }

  #begin(step: CrashStep): void {
    if (step === this.#moment.at) this.#turns++;
  }

  #writeHalf([fd, bytes, offset, length, position]: readonly unknown[]): void {
    const half = Math.floor(Number(length) / 2);
    if (typeof fd !== "number" || !(bytes instanceof Uint8Array)) return;
    this.#writeSync(fd, bytes, Number(offset), half, Number(position));
  }

  #kill(operation: string): never {
    this.#onKill(operation);
    process.kill(process.pid, "SIGKILL");
    // The signal may need a moment. Nothing may happen until then.
    for (;;);
  }
}

/** A merge begins with the hint of a segment. */
function isHint(operation: string, path: unknown): boolean {
  return operation === "readFile" && String(path).endsWith(".hint");
}

/** What was merged is deleted. */
function isSegment(operation: string, path: unknown): boolean {
  return operation === "rm" && String(path).endsWith(".log");
}

/** A segment is sealed with a mark. */
function isClosedMark(bytes: unknown): boolean {
  if (!(bytes instanceof Uint8Array) || bytes.byteLength !== HEAD_BYTES) return false;
  return bytes[16] === OPERATIONS.closed;
}
