import type { Readable } from "node:stream";
import { ReadStream, type WriteStream } from "node:tty";
import { hashPassword } from "../access/_password_hash.ts";
import { readSecretly } from "./_read_secretly.ts";
import { UsageError } from "./_usage_error.ts";

/** The text of `varpost hash-password --help`. */
export const HASH_PASSWORD_USAGE: string = [
  "Usage: varpost hash-password",
  "",
  "Prints the hash of a password, for a users file: name:hash, name:hash:read or name:hash:write.",
  "Asks for the password twice on a terminal; otherwise reads it from the input.",
  "",
].join("\n");

/** More is not read. Bytes. */
const MAX_BYTES = 4_096;

/**
 * `varpost hash-password`: makes the hash of a password for a users file. On a terminal it asks for the password twice, and does not
 * show it; otherwise it reads it from the input.
 *
 * @param args The arguments behind the command. It takes no password: other users of the machine could see it.
 * @param input A terminal, or a stream that holds the password and maybe one line end.
 * @param output Where it asks.
 * @returns What the command prints.
 * @throws {UsageError} If there are arguments.
 * @throws {Error} If the password is empty, has control characters or several lines, or was not typed the same way twice.
 */
export async function hashPasswordCommand(
  args: readonly string[],
  input: Readable,
  output: Pick<WriteStream, "write">,
): Promise<string> {
  if (args[0] === "--help" || args[0] === "-h") return HASH_PASSWORD_USAGE;
  if (args.length > 0) {
    throw new UsageError(
      "Cannot read the command line: 'hash-password' takes no arguments; it asks for the password, or reads it from the input",
    );
  }
  const password =
    input instanceof ReadStream ? await askTwice(input, output) : await readWhole(input);
  if (password === "") throw unusable("it is empty");
  if (/\p{Cc}/u.test(password)) throw unusable("it has control characters, or several lines");
  return `${await hashPassword(password)}\n`;
}

async function askTwice(input: ReadStream, output: Pick<WriteStream, "write">): Promise<string> {
  const [password = "", again] = await readSecretly(["Password: ", "Once more: "], input, output);
  if (password !== again) throw unusable("it was not typed the same way twice");
  return password;
}

async function readWhole(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > MAX_BYTES) throw unusable(`it has more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    return decoder.decode(Buffer.concat(chunks)).replace(/\r?\n$/, "");
  } catch {
    throw unusable("it is not UTF-8");
  }
}

function unusable(problem: string): Error {
  return new Error(`Cannot hash the password: ${problem}`);
}
