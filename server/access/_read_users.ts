import { parseHash } from "./_password_hash.ts";
import { type Line, readLines } from "./_read_lines.ts";
import type { User } from "./_user_list.ts";

/**
 * Reads a users file: one line a user, `name:hash` or `name:hash:right`. Blank lines, and lines that begin with `#`, say nothing. The
 * right is `read` or `write`; without one it is `write`.
 *
 * @param file Path of the file.
 * @throws {Error} If it cannot be read, or a line is wrong. The message names file and line, and shows nothing of a hash.
 */
export async function readUsers(file: string): Promise<readonly User[]> {
  const places = new Map<string, number>();
  return (await readLines("the users file", file)).map((line) => {
    const user = userOf(line, file);
    const before = places.get(user.name);
    if (before !== undefined) {
      throw wrong(file, line, `the user '${user.name}' stands in line ${before}, too`);
    }
    places.set(user.name, line.number);
    return user;
  });
}

function userOf(line: Line, file: string): User {
  const [name = "", hash = "", right = "write", ...rest] = line.text.split(":");
  if (name === "" || hash === "" || rest.length > 0) {
    throw wrong(file, line, "write 'name:hash', 'name:hash:read' or 'name:hash:write'");
  }
  if (name.trim() !== name || /\p{Cc}/u.test(name)) {
    throw wrong(file, line, "its name has control characters, or blanks around it");
  }
  if (right !== "read" && right !== "write") {
    throw wrong(file, line, "its right is neither 'read' nor 'write'");
  }
  try {
    return { name: name.normalize("NFC"), hash: parseHash(hash), right };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrong(file, line, `${reason}; make one by 'varpost hash-password'`);
  }
}

function wrong(file: string, { number }: Line, problem: string): Error {
  return new Error(`Cannot read the users file '${file}': line ${number}: ${problem}`);
}
