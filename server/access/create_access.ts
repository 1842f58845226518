import { checkMembers, type Members } from "../../core/errors/_check_members.ts";
import { describeValue } from "../../core/errors/_describe_value.ts";
import type { Authorize } from "../../core/rest/access/authorize.ts";
import { Doors, type Lists } from "./_doors.ts";
import { HashQueue } from "./_hash_queue.ts";
import { readTokens } from "./_read_tokens.ts";
import { readUsers } from "./_read_users.ts";
import { TokenList } from "./_token_list.ts";
import { UserList } from "./_user_list.ts";
import type { AccessOptions } from "./access_options.ts";

const OPTIONS: Members<AccessOptions> = { usersFile: true, tokenFile: true };

/** Who may enter by a users file, a token file, or both. */
export interface FileAccess {
  /** Lets in whom the files name: pass it to the server, the listener or the Fetch handler. */
  readonly authorize: Authorize;

  /** Whether the files name nobody, so that all is refused. */
  readonly isEmpty: boolean;

  /**
   * Reads the files anew. What they say then holds from the next request on; nothing that was remembered of old passwords does.
   *
   * @throws {Error} If a file cannot be read, or a line is wrong. Then all stays as it was.
   */
  reload(): Promise<void>;
}

/**
 * Makes the option `authorize` of a users file and a token file. A user enters by HTTP Basic, a token by Bearer; all others get a 401.
 *
 * Passwords are checked by scrypt on threads of their own, at most two at once; too many get a 503. A right password is remembered until
 * it was unused for five minutes: as a hash under a random key, and for a second as it came. A name that there is not takes as long as a wrong password.
 *
 * @param options The files.
 * @throws {Error} If a file cannot be read, or a line is wrong. The message names file and line, and shows neither a hash nor a token.
 * @throws {TypeError} If no file is given, or an option is unknown or no text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { createAccess, startServer } from "varpost/server";
 *
 * const directory = await mkdtemp(join(tmpdir(), "varpost-"));
 * const tokenFile = join(directory, "tokens");
 * const token = "5c1f0e2a9b7d4836a1e0c9f2";
 * await writeFile(tokenFile, `# the nightly import\n${token}\n`);
 *
 * const { authorize } = await createAccess({ tokenFile });
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const server = await startServer({ variables, authorize, port: 0 });
 *
 * const url = `${server.url}/version`;
 * assert.equal((await fetch(url)).status, 401);
 * assert.equal((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status, 200);
 * await server.close();
 * await rm(directory, { recursive: true });
 * ```
 */
export async function createAccess(options: AccessOptions): Promise<FileAccess> {
  checkOptions(options);
  const { usersFile, tokenFile } = options;
  const queue = new HashQueue();
  const read = async (): Promise<Lists> => ({
    users: usersFile === undefined ? undefined : new UserList(await readUsers(usersFile), queue),
    tokens: tokenFile === undefined ? undefined : new TokenList(await readTokens(tokenFile)),
  });
  let doors = new Doors(await read());
  let begun = 0;
  let held = 0;
  return {
    authorize: (request) => doors.authorize(request),
    get isEmpty() {
      return doors.isEmpty;
    },
    async reload() {
      const number = ++begun;
      const lists = await read();
      // A reading that began later has ended before, and has found what is newer: perhaps that a user is gone.
      if (number < held) return;
      held = number;
      doors = new Doors(lists);
    },
  };
}

function checkOptions(options: AccessOptions): void {
  checkMembers("options of createAccess", options, OPTIONS);
  const { usersFile, tokenFile } = options;
  for (const [name, file] of Object.entries({ usersFile, tokenFile })) {
    if (file === undefined || typeof file === "string") continue;
    throw new TypeError(
      `Cannot use '${name}': it is ${describeValue(file)}; pass the path of the file`,
    );
  }
  if (usersFile !== undefined || tokenFile !== undefined) return;
  throw new TypeError(
    "Cannot create access: there is neither 'usersFile' nor 'tokenFile', so nobody could enter",
  );
}
