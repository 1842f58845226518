import { HashSet, hash } from "./_hash_set.ts";
import type { JsonHandler } from "./json_tokenizer.ts";

/**
 * Finds out whether an object in a document has two members of the same name. It keeps hashes instead of names: the names would
 * take five times as much memory as the text.
 */
export class RepeatedNames implements JsonHandler {
  /** Whether a name may be repeated. If false, no name is repeated; if true, two names have at least the same hash. */
  found = false;
  /** Senders choose the names. Without a secret seed, half a megabyte of names could take ten seconds. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32);
  readonly #open: HashSet[] = [];
  #text = "";

  startObject(): void {
    this.#open.push(new HashSet());
  }

  endObject(): void {
    this.#open.pop();
  }

  name(piece: string, last: boolean): void {
    const name = this.#text === "" ? piece : this.#text + piece;
    this.#text = last ? "" : name;
    if (!last || this.found) return;
    if (this.#open.at(-1)?.add(hash(name, this.#seed)) === false) this.found = true;
  }
}
