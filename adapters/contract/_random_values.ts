import type { PutChange, ValueInfo } from "../../core/storage/storage.ts";
import { content, utf8 } from "./_content.ts";
import type { Dice } from "./_dice.ts";

/** The part of a put that is a value. */
export type RandomValue = Pick<PutChange, "type" | "valueInfo"> & {
  readonly content: Uint8Array | null;
};

/** Types as they are stored. The last ones are unknown to the core. */
export const TYPES: readonly string[] = [
  ..."Null Boolean Short Integer Long Double Date String Bytes File Object Json Xml".split(" "),
  ...["", "Weird", "string", "LONG", "a\0b", "\u{1f600}"],
];

/** Canonical texts of each type that is compared, close to what may be rounded, cut off or be taken for something else. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  Boolean: ["true", "false"],
  Short: ["-32768", "-1", "0", "1", "7", "42", "32766", "32767"],
  Integer: ["-2147483648", "-32769", "-1", "0", "7", "42", "32767", "32768", "2147483647"],
  Long: [
    ...["-9223372036854775808", "-9223372036854775807", "-9007199254740993", "-1", "0", "7", "42"],
    ...["32768", "2147483647", "2147483648", "2147483649", "9007199254740991", "9007199254740992"],
    ...["9007199254740993", "9007199254740994", "9223372036854774783", "9223372036854774784"],
    ...["9223372036854775806", "9223372036854775807"],
  ],
  Double: [
    ...[
      "NaN",
      "-Infinity",
      "-1.7976931348623157E308",
      "-1.0",
      "-4.9E-324",
      "-0.0",
      "0.0",
      "4.9E-324",
    ],
    ...["0.1", "6.5", "7.0", "7.000000000000001", "42.0", "32768.0", "2.147483648E9"],
    ...["9.007199254740992E15", "9.007199254740994E15", "9.223372036854775E18"],
    ...["9.223372036854775807E18", "1.7976931348623157E308", "Infinity"],
  ],
  Date: [
    ...["0001-01-01T00:00:00.000+0000", "1969-12-31T23:59:59.999+0000"],
    ...["1970-01-01T00:00:00.000+0000", "2020-02-29T23:59:59.999+0000"],
    ...["2020-03-01T00:00:00.000+0000", "9999-12-31T23:59:59.999+0000"],
  ],
  String: [
    ...[
      "",
      " ",
      "a",
      "A",
      "ß",
      "ss",
      "a\0b",
      "\0",
      "null",
      "true",
      "7",
      "42",
      "NaN",
      "%",
      "_",
      "\\",
    ],
    ...["2020-02-29T23:59:59.999+0000", "\uffff", "\u{1f600}", "Straße"],
  ],
};

/** Texts that are not canonical for some of the types, or for all. A key of them is whatever `scalarKey` says. */
const ODD_TEXTS = [
  ...["", "abc", "007", "+5", "-", "1e400", "0x10", "7.0", " 7", "TRUE", "2020-01-01", "x+0000"],
  ...["99999999999999999999", "9".repeat(32), "9".repeat(33), "7\0"],
];

const VALUE_INFOS: readonly ValueInfo[] = [
  {},
  {},
  { filename: "a\0ß.txt", mimeType: "text/plain", encoding: "UTF-8" },
  { objectTypeName: "java.util.ArrayList<java.lang.Long>", serializationDataFormat: "a/b" },
];

/** Makes a value of any type: mostly a scalar, sometimes a typed null, a long text, a large content, or what is not canonical. */
export function randomValue(dice: Dice): RandomValue {
  const valueInfo = dice.pick(VALUE_INFOS);
  if (dice.chance(0.7)) return { ...randomScalar(dice), valueInfo };
  return { type: dice.pick(TYPES), valueInfo, content: randomContent(dice) };
}

/** All canonical values of the types that are compared, and some Strings. */
export const SCALARS: readonly RandomValue[] = Object.entries(TEXTS).flatMap(([type, texts]) =>
  texts.map((text) => ({ type, valueInfo: {}, content: utf8(text) })),
);

/** Makes a canonical value, each type as often as each other. */
export function randomScalar(dice: Dice): RandomValue {
  const [type, texts] = dice.pick(Object.entries(TEXTS));
  return { type, valueInfo: {}, content: utf8(dice.pick(texts)) };
}

/** A text of 4,000 characters out of all planes, without lone surrogates. */
export function longText(dice: Dice): string {
  const point = () => {
    const at = dice.below(0x11_0000);
    return at >= 0xd800 && at < 0xe000 ? 0 : at;
  };
  return String.fromCodePoint(...Array.from({ length: 4_000 }, point));
}

function randomContent(dice: Dice): Uint8Array | null {
  if (dice.chance(0.3)) return null;
  if (dice.chance(0.5)) return utf8(dice.pick(ODD_TEXTS));
  if (dice.chance(0.3)) return utf8(longText(dice));
  // On both sides of 16 KiB, up to which a content is in its record.
  if (dice.chance(0.3)) return content(16_384 + dice.below(20_000) * dice.below(2), dice.below(99));
  return content(dice.below(300), 1 + dice.below(99));
}
