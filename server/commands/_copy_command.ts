import type { CopyProgress, CopyResult } from "../../core/storage/copying/copy_options.ts";
import { copyStorage } from "../../core/storage/copying/copy_storage.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { createLog } from "../node/create_log.ts";
import { openStore } from "./_open_store.ts";
import { barOf, ProgressLine, showBytes, showCount } from "./_progress_line.ts";
import { readArguments } from "./_read_arguments.ts";
import type { Command, CommandStreams } from "./command.ts";

const PAGE = 10_000;

/** `varpost copy`: copies a storage to another one. */
export const COPY_COMMAND: Command = {
  synopsis: "FROM TO",
  summary: "copy all variables of a storage to another one",
  usage: `Usage: varpost copy FROM TO [--verify] [--resume]

Copies all variables of one storage to another, empty one of any kind. FROM and TO are URLs as for --storage:
sqlite:FILE, filesystem:DIRECTORY or postgres://USER@HOST/DATABASE.

  --verify     read both again at the end, and compare them
  --resume     go on with a copy that was broken off; what is there stays, and is not read again

A store of files that a server has open is locked: stop the server, or copy what 'varpost backup' makes.
`,
  async run(args, streams) {
    const { values, switches } = readArguments("copy", args, ["FROM", "TO"], ["verify", "resume"]);
    const [from = "", to = ""] = values;
    const log = createLog();
    const source = await openStore(from, { log, mustExist: true });
    try {
      const target = await openStore(to, { log, mustExist: false });
      try {
        const options = { verify: switches.has("verify"), resume: switches.has("resume") };
        streams.stdout.write(await copy(source, target, options, streams));
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
    return 0;
  },
};

/** Copies, shows the progress, and returns what is said at the end. */
async function copy(
  from: VariableStorage,
  to: VariableStorage,
  options: { readonly verify: boolean; readonly resume: boolean },
  { stderr, takeSignals }: CommandStreams,
): Promise<string> {
  const signal = takeSignals();
  // Only the bar needs it.
  const all = stderr.isTTY === true ? await countInstances(from, signal) : undefined;
  const line = new ProgressLine(stderr);
  let phase: CopyProgress["phase"] | undefined;
  const onProgress = (progress: CopyProgress) => {
    ({ phase } = progress);
    line.show(() => textOf(progress, all, line.seconds));
  };
  try {
    const result = await copyStorage(from, to, { ...options, signal, onProgress });
    return resultOf(result, options.verify, line.seconds);
  } catch (error) {
    if (phase !== "copy" || !(error instanceof Error)) throw error;
    // Something may have been copied.
    throw new Error(`${error.message}. What was copied stays; '--resume' goes on with it`, {
      cause: error,
    });
  } finally {
    line.end();
  }
}

function textOf(
  { phase, instances, variables, bytes }: CopyProgress,
  all: number | undefined,
  seconds: number,
): string {
  const bar = all === undefined ? "" : `${barOf(instances, all)}  `;
  const rate = phase === "copy" ? `  ${showBytes(Math.round(bytes / seconds))}/s` : "";
  const counts = `${showCount(instances, "instance")}, ${showCount(variables, "variable")}`;
  return `${phase === "copy" ? "copying" : "comparing"}  ${bar}${counts}, ${showBytes(bytes)}${rate}`;
}

function resultOf(
  { instances, variables, bytes, skipped }: CopyResult,
  isVerified: boolean,
  seconds: number,
): string {
  const counts = `${showCount(variables, "variable")} of ${showCount(instances, "instance")}`;
  const before = skipped > 0 ? `; ${showCount(skipped, "instance")} were there already` : "";
  const compared = isVerified ? "; all compared, and the same" : "";
  return `copied ${counts}, ${showBytes(bytes)}, in ${seconds.toFixed(1)} s${before}${compared}\n`;
}

async function countInstances(storage: VariableStorage, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (let after = ""; ; ) {
    signal.throwIfAborted();
    const page = await storage.instances({ after, limit: PAGE });
    count += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return count;
    after = last;
  }
}
