import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { readBytes } from "../filesystem_store.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import type { CopyPlace } from "./copy_places.ts";

const POLL_MS = 5;

export interface KillOptions {
  /** What the source has. */
  readonly expected: VariableStorage;
  /** How often the copy is killed. */
  readonly kills: number;
  /** It is killed so long after it has begun to write, in milliseconds. */
  readonly afterMs: () => number;
}

export interface KilledCopy {
  /** Number of variables that the target had after each kill. */
  readonly present: readonly number[];
  /** Number of variables that the last run copied. */
  readonly rest: number;
  /** What the last run wrote to the standard output. */
  readonly said: string;
}

/**
 * Copies by `varpost copy`, in a process that is killed again and again and then goes on. After each kill the target must have a part of
 * the source, in which every variable is whole.
 *
 * @throws {Error} If it has anything else, or if the last run, which compares both, does not succeed.
 */
export async function killCopy(
  from: CopyPlace,
  to: CopyPlace,
  { expected, kills, afterMs }: KillOptions,
): Promise<KilledCopy> {
  const present: number[] = [];
  while (present.length < kills) {
    const isEnded = await killOnce(from, to, async (bytes, isRunning) => {
      while (isRunning() && (await to.bytes()) === bytes) await sleep(POLL_MS);
      await sleep(afterMs());
    });
    if (isEnded) break;
    present.push(await countPart(to, expected));
  }
  const { child, output } = startCopy(from, to, ["--resume", "--verify"]);
  const [code] = await once(child, "close");
  const { stdout, stderr } = await output;
  if (code !== 0) throw new Error(`varpost copy ended with ${code}: ${stderr}`);
  const rest = Number(/^copied ([\d,]+) variable/.exec(stdout)?.[1]?.replaceAll(",", ""));
  return { present, rest, said: stdout.trim() };
}

/**
 * Starts `varpost copy --resume`, and kills it as soon as `moment` resolves. Both stores must be closed.
 *
 * @param moment Gets the size of the target before, and whether the copy still runs.
 * @returns Whether it had ended before.
 */
export async function killOnce(
  from: CopyPlace,
  to: CopyPlace,
  moment: (bytes: number, isRunning: () => boolean) => Promise<void>,
): Promise<boolean> {
  const bytes = await to.bytes();
  const { child, output } = startCopy(from, to, ["--resume"]);
  const closed = once(child, "close");
  await moment(bytes, () => child.exitCode === null);
  child.kill("SIGKILL");
  await closed;
  const { exitCode } = child;
  const { stderr } = await output;
  if (exitCode !== null && exitCode !== 0) throw new Error(`varpost copy failed: ${stderr}`);
  return exitCode === 0;
}

interface StartedCopy {
  readonly child: ChildProcess;
  readonly output: Promise<{ readonly stdout: string; readonly stderr: string }>;
}

function startCopy(from: CopyPlace, to: CopyPlace, options: readonly string[]): StartedCopy {
  const program = [...SOURCE_FLAGS, resolve("server/main.ts")];
  const child = spawn(process.execPath, [...program, "copy", from.url, to.url, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]).then(([stdout, stderr]) => ({
    stdout,
    stderr,
  }));
  return { child, output };
}

/**
 * Counts the variables of a part of a copy.
 *
 * @throws {Error} If one is not as in the source.
 */
async function countPart(place: CopyPlace, expected: VariableStorage): Promise<number> {
  const part = await place.open();
  try {
    let count = 0;
    for (const instanceId of await part.instances({ limit: 10_000 })) {
      for (const record of await part.list(instanceId, { limit: 10_000 })) {
        const { name } = record;
        if (plain(record) !== plain(await expected.stat(instanceId, name)))
          throw new Error(`'${name}' of '${instanceId}' is not as in the source`);
        const [bytes, others] = [
          await readBytes(part, instanceId, name),
          await readBytes(expected, instanceId, name),
        ];
        if (Buffer.compare(bytes ?? Buffer.of(), others ?? Buffer.of()) !== 0)
          throw new Error(`'${name}' of '${instanceId}' has other bytes`);
        count++;
      }
    }
    return count;
  } finally {
    await part.close();
  }
}

function plain(record: VariableRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const { type, valueInfo, isNull, size } = record;
  return JSON.stringify([type, Object.entries(valueInfo).sort(), isNull, size]);
}
