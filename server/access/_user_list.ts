import type { HashQueue } from "./_hash_queue.ts";
import {
  DEFAULT_COST,
  isPassword,
  nobodysHash,
  type PasswordHash,
  workOf,
} from "./_password_hash.ts";
import { Remembered } from "./_remembered.ts";

/** A user of the users file. */
export interface User {
  readonly name: string;
  readonly hash: PasswordHash;
  readonly right: "read" | "write";
}

/** The users of one reading of the users file. Another reading makes another list, so nothing is remembered beyond it. */
export class UserList {
  readonly #users: ReadonlyMap<string, User>;
  readonly #queue: HashQueue;
  /** Worked on for a name that no user has, so that it takes as long as a wrong password. */
  readonly #nobody: PasswordHash;
  readonly #remembered = new Remembered<User>();
  readonly #pending = new Map<string, Promise<User | undefined>>();

  /**
   * @param users The users. No name is there twice.
   * @param queue The turns in which hashes are worked on.
   */
  constructor(users: Iterable<User>, queue: HashQueue) {
    this.#users = new Map([...users].map((user) => [user.name, user]));
    this.#queue = queue;
    const hashes = [...this.#users.values()].map(({ hash }) => hash);
    const costliest = hashes.sort((a, b) => workOf(b) - workOf(a))[0] ?? DEFAULT_COST;
    this.#nobody = nobodysHash({ ln: costliest.ln, r: costliest.r, p: costliest.p });
  }

  /** Number of users. */
  get size(): number {
    return this.#users.size;
  }

  /**
   * Finds the user of a name and a password.
   *
   * @returns The user, at once if the same was asked a short while ago; `undefined` if there is none of this name and password.
   * @throws {OverloadedError} If too many passwords are being checked.
   */
  find(name: string, password: string): User | undefined | Promise<User | undefined> {
    const key = this.#remembered.keyOf(`${name}:${password}`);
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    // A client opens many connections at once, and sends the same over each.
    const pending = this.#pending.get(key) ?? this.#check(key, name, password);
    this.#pending.set(key, pending);
    return pending;
  }

  async #check(key: string, name: string, password: string): Promise<User | undefined> {
    const user = this.#users.get(name.normalize("NFC"));
    const hash = user?.hash ?? this.#nobody;
    try {
      const isRight = await this.#queue.run(() => isPassword(password, hash));
      if (!isRight || user === undefined) return undefined;
      this.#remembered.set(key, user);
      return user;
    } finally {
      this.#pending.delete(key);
    }
  }
}
