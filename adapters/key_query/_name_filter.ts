import { likePrefix, nameMatcher } from "../../core/storage/query/mod.ts";
import type { NameCondition } from "../../core/storage/query/storage_query.ts";
import type { NameSequence } from "../_name_sequence.ts";
import { NameRange } from "./_name_range.ts";

/** So many names are looked at to find all that meet the conditions, before anything else is done. */
const MAX_LOOKED_AT = 4_096;
/** As long as that takes no more than so many milliseconds. */
const MAX_TIME = 4;
const NAMES_AT_ONCE = 64;

/** The conditions on names of a query. */
export class NameFilter {
  /** The only name that can meet the conditions; `undefined` if there may be others. */
  readonly exact: string | undefined;
  /** Whether a name meets the conditions; `undefined` if each does. */
  readonly matches: ((name: string) => boolean) | undefined;
  /** What each name begins with that meets the conditions. */
  readonly #prefix: string;

  constructor(conditions: readonly NameCondition[]) {
    this.matches = conditions.length === 0 ? undefined : nameMatcher(conditions);
    const cased = conditions.filter(({ ignoreCase }) => ignoreCase !== true);
    this.exact = cased.find(({ operator }) => operator === "eq")?.text;
    const prefixes = cased.map(({ operator, text }) =>
      operator === "eq" ? text : likePrefix(text),
    );
    // The order of texts that are not well-formed is not that of their parts.
    const [longest = ""] = prefixes.sort((a, b) => b.length - a.length);
    this.#prefix = longest.isWellFormed() ? longest : "";
  }

  /** Those of some names that may meet the conditions. */
  candidates(names: NameSequence): NameSequence {
    return new NameRange(names, this.#prefix);
  }

  /** Those of some names that meet the conditions; `undefined` if too many would have to be looked at. */
  resolve(names: NameSequence): readonly string[] | undefined {
    const candidates = this.candidates(names);
    if (candidates.size > MAX_LOOKED_AT) return undefined;
    const { matches } = this;
    if (matches === undefined) return candidates.slice(0, candidates.size);
    const found: string[] = [];
    const end = performance.now() + MAX_TIME;
    for (let at = 0; at < candidates.size; at += NAMES_AT_ONCE) {
      if (at > 0 && performance.now() > end) return undefined;
      for (const name of candidates.slice(at, at + NAMES_AT_ONCE)) {
        if (matches(name)) found.push(name);
      }
    }
    return found;
  }
}
