import { BACKUP_COMMAND } from "./_backup_command.ts";
import { COPY_COMMAND } from "./_copy_command.ts";
import { HASH_PASSWORD_COMMAND } from "./_hash_password_command.ts";
import { VERIFY_COMMAND } from "./_verify_command.ts";
import type { Command } from "./command.ts";

/** All commands, by their names. Without one of them the program serves. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["backup", BACKUP_COMMAND],
  ["copy", COPY_COMMAND],
  ["verify", VERIFY_COMMAND],
  ["hash-password", HASH_PASSWORD_COMMAND],
]);

/** What `varpost --help` says of them. */
export const COMMANDS_USAGE: string = [
  "",
  "Commands, each with a --help of its own:",
  "",
  ...[...COMMANDS].map(
    ([name, { synopsis, summary }]) => `  ${`varpost ${name} ${synopsis}`.padEnd(30)} ${summary}`,
  ),
  "",
].join("\n");

/** What ends a command that runs. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs the command that a command line begins with.
 *
 * @param args The arguments behind the program's name.
 * @returns The exit code; `undefined` if it begins with no command.
 * @throws {UsageError} If the arguments of the command are wrong.
 */
export async function runCommand(args: readonly string[]): Promise<number | undefined> {
  const [name = "", ...rest] = args;
  const command = COMMANDS.get(name);
  if (command === undefined) return undefined;
  const { stdin, stdout, stderr } = process;
  if (rest.includes("--help") || rest.includes("-h")) {
    stdout.write(command.usage);
    return 0;
  }
  for (const stream of [stdout, stderr]) stream.on("error", goOnUnread);
  return command.run(rest, { stdin, stdout, stderr, takeSignals: () => takeSignals(name) });
}

/** Who reads may go away, as `head` does; a copy goes on, and its exit code tells of it. Any other error ends the process. */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** A second signal ends the process at once, which is Node's default. */
function takeSignals(name: string): AbortSignal {
  const controller = new AbortController();
  for (const each of SIGNALS) {
    process.once(each, () => controller.abort(new Error(`'varpost ${name}' was ended by ${each}`)));
  }
  return controller.signal;
}
