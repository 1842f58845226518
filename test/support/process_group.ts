import { readdir, readFile } from "node:fs/promises";

/** Whether there was a process in the group to signal. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

/** Whether a process of the group still runs: one that is dead and not yet reaped can be signalled, too. */
export async function runsInGroup(group: number): Promise<boolean> {
  if (!signalGroup(group, 0)) return false;
  for (const entry of await readdir("/proc").catch(() => [])) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const [state, , groupOfEntry] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(groupOfEntry) === group && state !== "Z") return true;
  }
  return false;
}
