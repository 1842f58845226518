import { content, utf8 } from "./_content.ts";
import type { Dice } from "./_dice.ts";
import { type RandomValue, randomScalar, randomValue } from "./_random_values.ts";

/** How the stores of a kind are filled. */
export interface QueryStore {
  /** What there is in it, for the name of a case. */
  readonly what: string;
  /** Ids of the instances that may be there. */
  readonly ids: readonly string[];
  /** Makes the names of the variables that an instance has at first. */
  namesOf(dice: Dice): readonly string[];
  /** Makes a value for a name. */
  valueOf(dice: Dice, name: string): RandomValue;
}

/** What a pattern, a collation, a fold of cases, an index or a text in SQL may take for something else. */
const ODD: readonly string[] = [
  ...["a", "a ", "aa", "ab", "abc", "A", "AB", "b", "%", "%%", "_", "__", "\\", "\\\\", "a%", "a_"],
  ...["a\\", "a\\%", "a%b", "a_b", "'", '"', "\x01", "\x7f", "\n", "*", "[a]", "a*", "null"],
  ...[
    "ß",
    "ss",
    "SS",
    "ẞ",
    "Straße",
    "STRASSE",
    "strasse",
    "ä",
    "Ä",
    "a\u0308",
    "i",
    "I",
    "İ",
    "ı",
  ],
  ...["k", "K", "\u212a", "σ", "ς", "Σ", "ΌΣΟΣ", "όσος", "é", "\u0345", "ﬁ", "fi", "ǆ", "ǅ", "Ǆ"],
  ...["\ud7ff", "\ue000", "\uff5e", "\ufffd", "\uffff", "\u{10000}", "\u{1f600}", "\u{1f600}a"],
  ...["\u{10ffff}", "a\uffff", "a\u{1f600}", "x".repeat(255), `${"x".repeat(254)}y`],
];

/** Few instances with few variables each, whatever they may be. */
export const ODD_NAMES: QueryStore = {
  what: "odd names, ids and values",
  ids: [...ODD, "a1", "a10", "a100", "order-1", "order-10"],
  namesOf: (dice) => dice.some(ODD, dice.below(14)),
  valueOf: randomValue,
};

/** All instances have two names, so that an index of names does not help. */
export const FREQUENT_NAMES: QueryStore = frequentNames(2_000);

/** So many that a storage may give up to sort what it finds. */
export const VERY_FREQUENT_NAMES: QueryStore = frequentNames(12_000);

/** So many names that they are not looked through one by one. */
export const MANY_NAMES: QueryStore = {
  what: "more than a thousand different names",
  ids: Array.from({ length: 25 }, (_, i) => `order-${i}`),
  namesOf: (dice) =>
    [...new Set(Array.from({ length: 90 }, () => dice.below(4_000)))].map(
      (number) => `${"vVßß"[number % 4]}${number}${number % 7 === 0 ? "_%" : ""}`,
    ),
  valueOf: (dice) => {
    if (dice.chance(0.9)) return randomScalar(dice);
    return { type: "Bytes", valueInfo: {}, content: content(dice.below(400)) };
  },
};

function frequentNames(instances: number): QueryStore {
  return {
    what: `names that each of ${instances} instances has, and rare ones`,
    // Made when it is needed: whoever imports `varpost/testing` for a double of an engine would wait for it.
    get ids() {
      return Array.from({ length: instances }, (_, i) => `order-${i}`);
    },
    namesOf: (dice) => [
      "status",
      "amount",
      ...(dice.chance(0.1) ? ["Status_", "note%"] : []),
      ...(dice.chance(0.002) ? ["rare"] : []),
    ],
    valueOf: (dice, name) => {
      if (name !== "amount" || dice.chance(0.05)) return randomScalar(dice);
      return { type: "Integer", valueInfo: {}, content: utf8(`${dice.below(20)}`) };
    },
  };
}
