import { readFileSync, writeFileSync } from "node:fs";

/** The memory of a process, as Linux counts it. */
export class ProcessMemory {
  readonly #pid: number;

  /** @param pid A process that this user may look at. */
  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Number of bytes of memory that the process holds now. */
  get residentBytes(): number {
    return this.#status("VmRSS");
  }

  /** The most bytes of memory that it has held since the last call of {@linkcode resetPeak}. */
  get peakBytes(): number {
    return this.#status("VmHWM");
  }

  resetPeak(): void {
    writeFileSync(`/proc/${this.#pid}/clear_refs`, "5");
  }

  #status(name: string): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, "utf8");
    const kilobytes = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1];
    return Number(kilobytes) * 1024;
  }
}
