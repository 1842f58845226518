import type { Log } from "../../core/rest/log/log.ts";
import type { FileAccess } from "../access/create_access.ts";
import type { Settings } from "./_parse_command_line.ts";
import { warnOfOpenFiles } from "./warn_of_open_files.ts";

/**
 * Reads who may enter.
 *
 * @param files The files of users and tokens.
 * @param log Gets a warning, at each reading, of files that others may read, and of files without a line that counts: all requests
 *   would get a 401, and nothing would say why.
 * @returns Who may enter; `undefined` if everyone may.
 * @throws {Error} If a file cannot be read, or a line is wrong.
 */
export async function openAccess(
  { usersFile, tokenFile }: Pick<Settings, "usersFile" | "tokenFile">,
  log: Log,
): Promise<Pick<FileAccess, "authorize" | "reload"> | undefined> {
  if (usersFile === undefined && tokenFile === undefined) return undefined;
  const { createAccess } = await import("../access/create_access.ts");
  const access = await createAccess({ usersFile, tokenFile });
  const warn = async () => {
    await warnOfOpenFiles({ "the users file": usersFile, "the token file": tokenFile }, log);
    if (!access.isEmpty) return;
    log(
      "warn",
      "Lets in nobody: the files of users and tokens name none; add one, and send SIGHUP",
    );
  };
  await warn();
  const reload = async () => {
    await access.reload();
    await warn();
  };
  return { authorize: access.authorize, reload };
}
