import { redactPassword } from "./_redact_password.ts";

/**
 * Hides passwords of the command line from other users of the machine, to whom `ps` shows it: the process gets a title, which
 * takes the place of all arguments. Without a password the command line stays as it is. A parent, such as npm, still shows its own,
 * so a password is better off in `PGPASSWORD` or in a file.
 *
 * @param args The arguments behind the program's name.
 */
export function hidePasswords(args: readonly string[]): void {
  const shown = args.map(redactPassword);
  if (shown.some((argument, index) => argument !== args[index])) {
    process.title = ["varpost", ...shown].join(" ");
  }
}
