import type { AccessRequest } from "../../core/rest/access/access_request.ts";
import type { Access } from "../../core/rest/access/authorize.ts";
import { readCredentials } from "./_credentials.ts";
import type { TokenList } from "./_token_list.ts";
import type { User, UserList } from "./_user_list.ts";

/** RFC 7617, section 2: names and passwords are in UTF-8. */
const BASIC = 'Basic realm="varpost", charset="UTF-8"';
const BEARER = 'Bearer realm="varpost"';

/** Whom the files let in: what one reading of them found. */
export interface Lists {
  /** `undefined` if there is no users file. */
  readonly users: UserList | undefined;
  /** `undefined` if there is no token file. */
  readonly tokens: TokenList | undefined;
}

/** Lets in whom the files name. */
export class Doors {
  /** Replaced when the files are read anew. */
  lists: Lists;
  readonly #challenge: Readonly<Record<string, string>>;
  readonly #wanted: string;

  constructor(lists: Lists) {
    this.lists = lists;
    const { users, tokens } = lists;
    const [basic, bearer] = [users !== undefined, tokens !== undefined];
    // Some clients look only at the first challenge, and then for Basic.
    const challenges = [...(basic ? [BASIC] : []), ...(bearer ? [BEARER] : [])];
    this.#challenge = { "WWW-Authenticate": challenges.join(", ") };
    const wanted = [
      ...(basic ? ["name and password (Basic)"] : []),
      ...(bearer ? ["a token (Bearer)"] : []),
    ];
    this.#wanted = wanted.join(" or ");
  }

  /** Decides about a request. */
  authorize(request: AccessRequest): Access | Promise<Access> {
    const { users, tokens } = this.lists;
    const field = request.header("authorization");
    if (field === undefined) return this.#deny(`it has no credentials; send ${this.#wanted}`);
    const credentials = readCredentials(field);
    if (credentials?.scheme === "basic" && users !== undefined) {
      const user = users.find(credentials.name, credentials.password);
      return user instanceof Promise
        ? user.then((found) => this.#accessOf(found, request))
        : this.#accessOf(user, request);
    }
    if (credentials?.scheme === "bearer" && tokens !== undefined) {
      return tokens.has(credentials.token) ? { allow: true } : this.#accessOf(undefined, request);
    }
    return this.#deny(`its credentials cannot be read; send ${this.#wanted}`);
  }

  #accessOf(user: User | undefined, { kind }: AccessRequest): Access {
    if (user === undefined) return this.#deny("its credentials are wrong");
    const { name, right } = user;
    if (kind === "read" || right === "write") return { allow: true, user: name };
    const message = `Cannot serve the request: user '${name}' may only read`;
    return { allow: false, status: 403, message, user: name };
  }

  #deny(problem: string): Access {
    const message = `Cannot serve the request: ${problem}`;
    return { allow: false, message, headers: this.#challenge };
  }
}
