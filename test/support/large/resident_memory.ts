import { readFile } from "node:fs/promises";

/** A running measurement of a process's resident memory. */
export interface MemoryWatch {
  /** Resident memory when the measurement began, in bytes. */
  readonly idle: number;
  /** Ends the measurement. Resolves to the highest resident memory, in bytes. */
  stop(): Promise<number>;
}

/** Measures the resident memory of a process with Linux's own high-water mark. */
export async function watchMemory(pid: number): Promise<MemoryWatch> {
  const idle = await readStatus(pid, "VmRSS");
  return {
    idle,
    async stop() {
      return await readStatus(pid, "VmHWM");
    },
  };
}

async function readStatus(pid: number, field: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status);
  if (match === null) throw new Error(`Cannot read ${field} of process ${pid}`);
  return Number(match[1]) * 1_024;
}
