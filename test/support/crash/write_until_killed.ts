import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import type { CrashMoment } from "./crash_moment.ts";
import type { CrashReportLine } from "./operation.ts";

const WRITER = "test/support/crash/crash_writer_main.ts";

/** How a runtime is started. */
export interface RuntimeCommand {
  /** The program and its arguments. The path of a file and its arguments are added. */
  readonly command: readonly string[];
  /** Further variables of its environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

const NODE: RuntimeCommand = { command: [process.execPath, ...SOURCE_FLAGS] };

/**
 * Runs a writer until it is killed.
 *
 * @param runtime Runs it. Default: Node.
 * @returns Its reports.
 * @throws {Error} If it ends by itself. The message holds its standard error.
 */
export async function writeUntilKilled(
  argv: readonly string[],
  moment: CrashMoment,
  { command: [program = "", ...rest], settings }: RuntimeCommand = NODE,
): Promise<readonly CrashReportLine[]> {
  const child = spawn(program, [...rest, WRITER, ...argv, JSON.stringify(moment)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...settings },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_code, signal) => resolve(signal));
  });
  const lines: CrashReportLine[] = [];
  let acknowledged = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parseLine(text);
    if (line === undefined) continue;
    lines.push(line);
    if ("acknowledged" in line) acknowledged++;
    const isTime =
      (moment.at === "opening" && "opening" in line) ||
      (moment.at === "writing" && "acknowledged" in line && acknowledged === moment.after);
    if (isTime && "delay" in moment) setTimeout(() => child.kill("SIGKILL"), moment.delay);
  }
  if ((await ended) !== "SIGKILL") throw new Error(`The writer ended by itself: ${errors}`);
  return lines;
}

/** Parses a line; `undefined` for the last line if the kill has cut it. What it would have reported had not happened then. */
function parseLine(text: string): CrashReportLine | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
