import { readFile } from "node:fs/promises";

/** A running measurement of a process's resident memory. */
export interface MemoryWatch {
  /** Resident memory when the watch began. Bytes. */
  readonly idle: number;
  /** Ends the watch. Returns the highest resident memory seen. Bytes. */
  stop(): Promise<number>;
}

/** Watches the resident memory of a process by Linux's own high-water mark. */
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
