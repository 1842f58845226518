import { createHash, randomBytes } from "node:crypto";
import type { Change } from "../../../dist/core/mod.js";

/** Names in each instance, whatever the last one is. */
export const VARIABLES_EACH = 10;
/** One of so many instances has a variable of the rare name, and the others one of the common name. */
export const RARE_EVERY = 1_000;
/** So many instances share each account, and each status. */
export const ACCOUNT_EVERY = 10;
const STATUSES = ["new", "open", "waiting", "done", null];

/** The account of instance 0. Those of the others follow, and no double holds them all. */
const FIRST_ACCOUNT = 2n ** 53n;
const FIRST_DATE = Date.UTC(2026, 0, 1);

const document = randomBytes(1024);
const encoder = new TextEncoder();

/** The id of an instance: the same UUID in each process, but in no order. */
export function instanceId(at: number): string {
  const hash = createHash("sha1").update(`instance${at}`).digest("hex");
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hash) ?? [];
  return parts.join("-");
}

/** The Integer `amount` of an instance: no other has the same. */
export function amountOf(at: number): number {
  return at;
}

/** The Long `account` of an instance. */
export function accountOf(at: number): bigint {
  return FIRST_ACCOUNT + BigInt(Math.floor(at / ACCOUNT_EVERY));
}

/** The String `customer` of an instance. */
export function customerOf(at: number): string {
  return `customer-${String(at).padStart(10, "0")}`;
}

/** Sets the 1 KiB of an instance. */
export const PUT_DOCUMENT: Change = {
  op: "put",
  name: "document",
  type: "Bytes",
  valueInfo: {},
  content: document,
};

/** All variables of an instance. */
export function variablesOf(at: number): readonly Change[] {
  const order = { id: at, lines: Array.from({ length: 5 }, (_, line) => ({ line, pieces: at })) };
  return [
    put("amount", "Integer", String(amountOf(at))),
    put("account", "Long", String(accountOf(at))),
    put("approved", "Boolean", String(at % 3 === 0)),
    put("created", "Date", new Date(FIRST_DATE + at * 1000).toISOString().replace("Z", "+0000")),
    put("rate", "Double", `${at % 1000}.5`),
    put("customer", "String", customerOf(at)),
    put("status", "String", STATUSES[at % STATUSES.length] ?? null),
    put("order", "Json", JSON.stringify(order)),
    PUT_DOCUMENT,
    put(at % RARE_EVERY === 0 ? "abcCode" : "note", "String", `What is to be said about ${at}`),
  ];
}

function put(name: string, type: string, text: string | null): Change {
  const content = text === null ? null : encoder.encode(text);
  return { op: "put", name, type, valueInfo: {}, content };
}
