import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import type { DamageStore } from "./damage_stores.ts";
import { BUSY, busyCall, type DamagePut, type DamageValue, damageValues } from "./damage_values.ts";

const WRITER = "test/support/damage/damage_writer_main.ts";

/** A report of the writer: one line of JSON. */
export type DamageReportLine =
  /** Written before this call in the busy instance. */
  | { readonly begin: number }
  /** Written after it. */
  | { readonly acknowledged: number }
  | { readonly filled: true };

/** The way in which the writer ends. */
export type DamageEnd = "stop" | "kill";

/**
 * Runs a process that fills a store, and waits until it has ended.
 *
 * @returns What the store must have then.
 */
export async function fillStore(
  { name }: DamageStore,
  directory: string,
  seed: number,
  end: DamageEnd,
): Promise<readonly DamageValue[]> {
  const argv = [...SOURCE_FLAGS, WRITER, name, directory, String(seed), end];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  let filled = false;
  const busy = new Map<string, readonly (DamagePut | undefined)[]>();
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parseLine(text);
    if (line === undefined) continue;
    if ("filled" in line) {
      filled = true;
      // A few calls later.
      if (end === "kill") setTimeout(() => child.kill("SIGKILL"), 10);
    } else {
      const { name, put } = busyCall("begin" in line ? line.begin : line.acknowledged);
      const before = busy.get(name) ?? [undefined];
      busy.set(name, "begin" in line ? [...before, put] : [put]);
    }
  }
  const [code] = await closed;
  if (!filled || (end === "stop" && code !== 0))
    throw new Error("The writer did not fill the store");
  const values = damageValues(seed).flatMap(({ instance, name, put }): DamageValue[] => [
    { instance, name, allowed: [put] },
    { instance, name: `${name}0`, allowed: [undefined] },
  ]);
  return [...values, ...Array.from(busy, ([name, allowed]) => ({ instance: BUSY, name, allowed }))];
}

/** Parses a line; `undefined` for the last line if the kill has cut it. */
function parseLine(text: string): DamageReportLine | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
