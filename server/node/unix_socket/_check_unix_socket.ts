import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { ServerOptions } from "../server_options.ts";
import type { UnixSocket } from "./unix_socket.ts";

const MEMBERS: Members<UnixSocket> = { path: true, mode: true };
/** The most bytes of a path. Systems take 103 at least, and the file is made at a path that is longer by nine. */
const MAX_PATH_BYTES = 94;

/**
 * Checks the option `unixSocket`.
 *
 * @throws {TypeError} If it is of a wrong type, or stands beside an option that it excludes.
 * @throws {RangeError} If the path is too long, or the mode is none.
 */
export function checkUnixSocket({ unixSocket, host, port, tls }: ServerOptions): void {
  if (unixSocket === undefined) return;
  checkMembers("members of 'unixSocket'", unixSocket, MEMBERS);
  const { path, mode } = unixSocket;
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new TypeError(
      `Cannot listen on a Unix socket: 'path' is ${describeValue(path)}; pass the path of a file`,
    );
  }
  const length = Buffer.byteLength(path);
  if (length > MAX_PATH_BYTES) {
    throw new RangeError(
      `Cannot listen on 'unix:${path}': the path has ${length} bytes, but may have ${MAX_PATH_BYTES}; give a shorter one`,
    );
  }
  if (mode !== undefined && !(Number.isSafeInteger(mode) && mode >= 0 && mode <= 0o777)) {
    throw new RangeError(
      `Cannot listen on 'unix:${path}': 'mode' is ${describeValue(mode)}; pass rights such as 0o660`,
    );
  }
  for (const [name, value] of Object.entries({ host, port, tls })) {
    if (value === undefined) continue;
    throw new TypeError(
      `Cannot listen on 'unix:${path}': there is '${name}', too; leave it out, it is for TCP only`,
    );
  }
}
