import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { signalGroup } from "../support/process_group.ts";

/** Where Deno and Bun are installed. */
export const RUNTIMES_FOLDER: string = join(import.meta.dirname, "../runtimes");

/** How long a program may take, so that one that never ends is told. */
const DEADLINE_MS = 180_000;

/**
 * Runs a program to its end, with Deno and Bun in its path.
 *
 * @returns What it wrote.
 * @throws {Error} With what it wrote, if it fails or does not end by itself.
 */
export async function runInProject(
  folder: string,
  [program = "", ...args]: readonly string[],
): Promise<string> {
  const { FORCE_COLOR: _, PATH = "", ...environment } = process.env;
  // A group of its own, so that what the program has started ends with it.
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment,
      NO_COLOR: "1",
      PATH: [join(RUNTIMES_FOLDER, "node_modules/.bin"), PATH].join(delimiter),
      DO_NOT_TRACK: "1",
      DENO_DIR: join(folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
    },
  });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  }, DEADLINE_MS);
  const [code] = await once(child, "close");
  clearTimeout(timer);
  const output = (await outputs).join("");
  if (code === 0) return output;
  const how = isLate ? `did not end within ${DEADLINE_MS / 1_000} s` : `ended with ${code}`;
  throw new Error(`'${[program, ...args].join(" ")}' ${how}:\n${output}`);
}
