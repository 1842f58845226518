import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SOURCE_FLAGS } from "../../transpiling/source_flags.ts";
import type { CrashReportLine } from "../operation.ts";
import type { CrashPlace } from "./crash_postgres.ts";

const MAIN = fileURLToPath(new URL("shared_writer_main.ts", import.meta.url));

/** A process that writes to a store that others write to, too. */
export class SharedWriter {
  readonly number: number;
  /** Number of its acknowledged operations. */
  acknowledged = 0;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #read: Promise<void>;
  readonly #onLine: (line: CrashReportLine) => void;
  #errors = "";
  #isOpen = false;
  #paused: () => void = () => {};

  /**
   * Starts it. It waits until `go`.
   *
   * @param seed Determines, with its number, what it writes.
   * @param number Its number, which no other one has.
   * @param onLine Gets its reports.
   */
  constructor(
    place: CrashPlace,
    seed: number,
    number: number,
    onLine: (line: CrashReportLine) => void,
  ) {
    this.number = number;
    this.#onLine = onLine;
    const argv = [...SOURCE_FLAGS, MAIN, JSON.stringify(place), String(seed), String(number)];
    this.#child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    this.#ended = once(this.#child, "close");
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    this.#read = this.#readLines();
  }

  /** Whether it has opened the store. */
  get isOpen(): boolean {
    this.expectAlive();
    return this.#isOpen;
  }

  /** Lets it write. */
  go(): void {
    this.#child.send("go");
  }

  /** Lets it end what it has begun, and waits for that. */
  async pause(): Promise<void> {
    const paused = new Promise<void>((resolve) => {
      this.#paused = resolve;
    });
    this.#child.send("pause");
    await Promise.race([paused, this.#ended]);
    this.expectAlive();
  }

  /** Kills it, and waits until all of its reports are read. */
  async kill(): Promise<void> {
    this.expectAlive();
    this.#child.kill("SIGKILL");
    await this.#ended;
    await this.#read;
  }

  /** @throws {Error} If it has ended by itself. */
  expectAlive(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return;
    const how = signalCode ?? `exit code ${exitCode}`;
    throw new Error(`A writer ended by itself, by ${how}: ${this.#errors}`);
  }

  async #readLines(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) return;
    for await (const text of createInterface({ input: stdout })) {
      const line = parseLine(text);
      if (line === undefined) continue;
      if ("opening" in line) this.#isOpen = true;
      if ("acknowledged" in line) this.acknowledged++;
      if ("paused" in line) this.#paused();
      this.#onLine(line);
    }
  }
}

/** Parses a line; `undefined` for the last one if the kill has cut it. What it would have reported had not happened then. */
function parseLine(text: string): CrashReportLine | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
