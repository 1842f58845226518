import { parseArgs } from "node:util";
import { nearest } from "../../core/errors/_nearest.ts";
import { redactPassword } from "../command_line/_redact_password.ts";
import { UsageError } from "../command_line/_usage_error.ts";

/** The arguments of a command. */
export interface CommandArguments<Switch extends string> {
  readonly values: readonly string[];
  readonly switches: ReadonlySet<Switch>;
}

/**
 * Reads the arguments of a command.
 *
 * @param command The command's name.
 * @param args The arguments behind it.
 * @param names The names of the values that it needs, such as `FROM`.
 * @param switches The options that it takes.
 * @throws {UsageError} If a value is missing or too much, or an option is unknown or has a value.
 */
export function readArguments<Switch extends string>(
  command: string,
  args: readonly string[],
  names: readonly string[],
  switches: readonly Switch[],
): CommandArguments<Switch> {
  const options = Object.fromEntries(switches.map((name) => [name, { type: "boolean" as const }]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: string[] = [];
  const given = new Set<Switch>();
  for (const token of tokens) {
    if (token.kind === "positional") values.push(token.value);
    if (token.kind !== "option") continue;
    const known = switches.find((name) => name === token.name);
    if (known === undefined) throw unknown(command, token.rawName, switches);
    if (token.value !== undefined) throw unreadable(command, `'--${known}' takes no value`);
    given.add(known);
  }
  const missing = names[values.length];
  if (missing !== undefined) throw unreadable(command, `${missing} is missing`);
  const surplus = values[names.length];
  if (surplus !== undefined)
    throw unreadable(command, `'${redactPassword(surplus)}' is one argument too many`);
  return { values, switches: given };
}

function unknown(command: string, option: string, switches: readonly string[]): UsageError {
  const guess = nearest(
    option,
    switches.map((name) => `--${name}`),
  );
  const hint = guess === undefined ? "" : `; did you mean '${guess}'?`;
  return unreadable(command, `unknown option '${redactPassword(option)}'${hint}`);
}

function unreadable(command: string, problem: string): UsageError {
  return new UsageError(
    `Cannot read the command line: ${problem}; 'varpost ${command} --help' says how to write it`,
  );
}
