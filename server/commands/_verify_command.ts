import { verifyStorage } from "../command_line/verify_storage.ts";
import { escapeControls } from "../node/_escape_controls.ts";
import { checkThere, withHint } from "./_open_store.ts";
import { ProgressLine, showBytes, showCount } from "./_progress_line.ts";
import { readArguments } from "./_read_arguments.ts";
import type { Command } from "./command.ts";

/** The exit code if there is damage. */
const DAMAGED = 1;

/** `varpost verify`: looks for damage. */
export const VERIFY_COMMAND: Command = {
  synopsis: "STORAGE",
  summary: "read all of a storage, and say what is damaged",
  usage: `Usage: varpost verify STORAGE

Reads all of a storage, checks its checksums, and prints a line for each damage: where it is, the variable if it
is known, and what is wrong. STORAGE is a URL as for --storage: sqlite:FILE, filesystem:DIRECTORY or
postgres://USER@HOST/DATABASE. The exit code is 1 if there is damage.

A store of files that a server has open is locked: stop the server, or verify what 'varpost backup' makes.
`,
  async run(args, { stdout, stderr, takeSignals }) {
    const [url = ""] = readArguments("verify", args, ["STORAGE"], []).values;
    await checkThere(url);
    const signal = takeSignals();
    const line = new ProgressLine(stderr);
    let [variables, bytes, damages] = [0, 0, 0];
    const counts = () => `${showCount(variables, "value")}, ${showBytes(bytes)}`;
    try {
      await withHint(url, () =>
        verifyStorage(url, {
          signal,
          onProgress: (moreVariables, moreBytes) => {
            variables += moreVariables;
            bytes += moreBytes;
            line.show(() => `verifying  ${counts()}`);
          },
          onDamage: ({ place, problem, variable }) => {
            damages++;
            line.end();
            const { instanceId, name } = variable ?? {};
            const whose =
              variable === undefined ? "" : `variable '${name}' of instance '${instanceId}': `;
            stdout.write(`damaged: ${escapeControls(`${whose}${problem} (${place})`)}\n`);
          },
        }),
      );
    } finally {
      line.end();
    }
    const found = damages === 0 ? "no damage" : showCount(damages, "damage");
    stdout.write(`read ${counts()}, in ${line.seconds.toFixed(1)} s: ${found}\n`);
    return damages === 0 ? 0 : DAMAGED;
  },
};
