import { HASH_PASSWORD_USAGE, hashPasswordCommand } from "../command_line/hash_password.ts";
import type { Command } from "./command.ts";

/** `varpost hash-password`: makes the hash of a password for a users file. */
export const HASH_PASSWORD_COMMAND: Command = {
  synopsis: "",
  summary: "make the hash of a password, for --users",
  usage: HASH_PASSWORD_USAGE,
  async run(args, { stdin, stdout, stderr }) {
    stdout.write(await hashPasswordCommand(args, stdin, stderr));
    return 0;
  },
};
