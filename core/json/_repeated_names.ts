import { HashSet, hash } from "./_hash_set.ts";
import type { JsonHandler } from "./json_tokenizer.ts";

/**
 * Looks for an object with two members of one name among the tokens of a document. It keeps hashes, not the names: these would
 * take five times the memory of the text they come from.
 */
export class RepeatedNames implements JsonHandler {
  /** Whether there may be one. If not, there is none. */
  found = false;
  /** Senders choose the names: without it, half a megabyte of them could take ten seconds. */
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
