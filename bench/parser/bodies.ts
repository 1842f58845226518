import { randomBytes } from "node:crypto";
import { encodeForm, type Form } from "./form.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** A boundary like Chrome's. */
const BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWq";
const LONGEST = 70;

/** A body that every contender parses. It is made just before it is needed, since some bodies are large. */
export interface Body {
  readonly name: string;
  readonly group:
    | "64 KiB chunks"
    | "small chunks"
    | "small forms"
    | "hostile boundaries"
    | "false starts";
  /**
   * Whether the contents are joined part by part, as for small forms. If not, only their bytes are counted, to measure
   * throughput.
   */
  readonly collected: boolean;
  /** Whether the body sets one variable: it has a part `data`, and no part that the service would refuse. */
  readonly variable: boolean;
  create(): Form;
}

const CONTENTS: Readonly<Record<string, (size: number) => Buffer>> = {
  random: (size) => randomBytes(size),
  zeros: (size) => Buffer.alloc(size),
  "CRLF text": (size) =>
    repeated(`${"The quick brown fox jumps over the lazy dog. ".repeat(2)}\r\n`, size),
  dashes: (size) => Buffer.alloc(size, "-"),
  "near boundaries": (size) => repeated(`\r\n--${BOUNDARY.slice(0, -1)}_`, size),
};

/** Boundaries that a sender chooses to slow a parser down, each with a matching content. */
const HOSTILE: readonly (readonly [name: string, boundary: string, content: string])[] = [
  ["a×70, a", "a".repeat(LONGEST), "a"],
  ["a×70, -a×70", "a".repeat(LONGEST), `-${"a".repeat(LONGEST)}`],
  ["a×70, CRLF--a×69", "a".repeat(LONGEST), `\r\n--${"a".repeat(LONGEST - 1)}`],
  ["-×70, -", "-".repeat(LONGEST), "-"],
  ["x, CRLF--", "x", "\r\n--"],
];

/**
 * A boundary like curl's. Its last byte occurs in its beginning, too. Otherwise a search for that byte alone would be enough.
 */
const CURL = "------------------------a1b2c3d4e5f6a1";
/** Lengths of false starts. The contents consist of beginnings of the delimiter, in which this many bytes of the boundary match. */
const FALSE_STARTS = [1, CURL.length / 2, 30, CURL.length - 2, CURL.length - 1];

/** All bodies, in the order of the tables. */
export const BODIES: readonly Body[] = [
  ...Object.keys(CONTENTS).map((name) => bulk(name, "64 KiB chunks", 64 * KIB, 64 * MIB)),
  ...Object.keys(CONTENTS).map((name) => bulk(name, "small chunks", 4 * KIB, 64 * MIB)),
  bulk("random", "small chunks", 512, 16 * MIB),
  small("1 KiB and text", true, () => oneValue(Infinity)),
  small("1 KiB and text, cut in two", true, () => oneValue(800)),
  small("500 fields", false, () =>
    encodeForm(
      BOUNDARY,
      Array.from({ length: 500 }, (_, at) => ({
        name: `field${at}`,
        content: Buffer.from(`value of field ${at}`),
      })),
      64 * KIB,
    ),
  ),
  small("20 files of 100 KiB", false, () =>
    encodeForm(
      BOUNDARY,
      Array.from({ length: 20 }, (_, at) => ({
        name: `file${at}`,
        filename: `${at}.bin`,
        content: randomBytes(100 * KIB),
      })),
      64 * KIB,
    ),
  ),
  ...HOSTILE.map(
    ([name, boundary, content]): Body => ({
      name,
      group: "hostile boundaries",
      collected: false,
      variable: true,
      create: () => value(boundary, repeated(content, 8 * MIB, "_"), 64 * KIB),
    }),
  ),
  ...FALSE_STARTS.map(
    (length): Body => ({
      name: `${length} of ${CURL.length}`,
      group: "false starts",
      collected: false,
      variable: true,
      create: () => value(CURL, repeated(`\r\n--${CURL.slice(0, length)}`, 16 * MIB), 64 * KIB),
    }),
  ),
];

function bulk(name: string, group: Body["group"], chunkBytes: number, size: number): Body {
  const chunks = chunkBytes < KIB ? `${chunkBytes} B` : `${chunkBytes / KIB} KiB`;
  return {
    name: group === "64 KiB chunks" ? name : `${name}, ${chunks}`,
    group,
    collected: false,
    variable: true,
    create: () => value(BOUNDARY, CONTENTS[name]?.(size) ?? Buffer.alloc(0), chunkBytes),
  };
}

function small(name: string, variable: boolean, create: () => Form): Body {
  return { name, group: "small forms", collected: true, variable, create };
}

function value(boundary: string, content: Buffer, chunkBytes: number): Form {
  return encodeForm(boundary, [{ name: "data", filename: "value.bin", content }], chunkBytes);
}

function oneValue(chunkBytes: number): Form {
  const data = { name: "data", filename: "value.bin", content: randomBytes(KIB) };
  const valueType = { name: "valueType", content: Buffer.from("Bytes") };
  return encodeForm(BOUNDARY, [data, valueType], chunkBytes);
}

/** Repeats a text. `first` comes before it, so that a content of dashes is not a delimiter right behind the part's head. */
function repeated(text: string, size: number, first = ""): Buffer {
  const content = Buffer.alloc(size, text);
  content.write(first);
  return content;
}
