import type { AccessRequest } from "../../core/rest/access/access_request.ts";
import type { Access } from "../../core/rest/access/authorize.ts";
import { readCredentials } from "./_credentials.ts";
import { type Entrant, Recent } from "./_recent.ts";
import type { TokenList } from "./_token_list.ts";
import type { UserList } from "./_user_list.ts";

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
  readonly #lists: Lists;
  readonly #recent = new Recent();
  readonly #challenge: Readonly<Record<string, string>>;
  readonly #wanted: string;

  /** @param lists Whom they let in. */
  constructor(lists: Lists) {
    this.#lists = lists;
    const challenges: string[] = [];
    const wanted: string[] = [];
    // Some clients look only at the first challenge, and then for Basic.
    if (lists.users !== undefined) {
      challenges.push(BASIC);
      wanted.push("name and password (Basic)");
    }
    if (lists.tokens !== undefined) {
      challenges.push(BEARER);
      wanted.push("a token (Bearer)");
    }
    this.#challenge = { "WWW-Authenticate": challenges.join(", ") };
    this.#wanted = wanted.join(" or ");
  }

  /** Whether nobody is let in. */
  get isEmpty(): boolean {
    const { users, tokens } = this.#lists;
    return (users?.size ?? 0) + (tokens?.size ?? 0) === 0;
  }

  /** Decides about a request: at once, unless a password has to be checked. */
  authorize(request: AccessRequest): Access | Promise<Access> {
    const field = request.header("authorization");
    if (field === undefined) return this.#deny(`it has no credentials; send ${this.#wanted}`);
    const recent = this.#recent.get(field);
    if (recent !== undefined) return accessOf(recent, request);
    const { users, tokens } = this.#lists;
    const credentials = readCredentials(field);
    if (credentials?.scheme === "basic" && users !== undefined) {
      const user = users.find(credentials.name, credentials.password);
      return user instanceof Promise
        ? user.then((found) => this.#enter(field, found, request))
        : this.#enter(field, user, request);
    }
    if (credentials?.scheme === "bearer" && tokens !== undefined) {
      return this.#enter(field, tokens.find(credentials.token), request);
    }
    return this.#deny(`its credentials cannot be read; send ${this.#wanted}`);
  }

  #enter(field: string, entrant: Entrant | undefined, request: AccessRequest): Access {
    if (entrant === undefined) return this.#deny("its credentials are wrong");
    this.#recent.set(field, entrant);
    return accessOf(entrant, request);
  }

  #deny(problem: string): Access {
    const message = `Cannot serve the request: ${problem}`;
    return { allow: false, message, headers: this.#challenge };
  }
}

function accessOf({ name, right }: Entrant, { kind }: AccessRequest): Access {
  if (kind === "read" || right === "write") return { allow: true, user: name };
  const message = `Cannot serve the request: user '${name}' may only read`;
  return { allow: false, status: 403, message, user: name };
}
