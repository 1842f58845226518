import { readdir, readFile } from "node:fs/promises";

/** Sends a signal to a process group. Returns whether the group had a process. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

/** Whether a process of the group still runs. (A signal does not tell: it also reaches dead processes that are not reaped yet.) */
export async function runsInGroup(group: number): Promise<boolean> {
  if (!signalGroup(group, 0)) return false;
  for (const entry of await readdir("/proc").catch(() => [])) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const [state, , groupOfEntry] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(groupOfEntry) === group && state !== "Z") return true;
  }
  return false;
}
