import { type BinaryLike, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a hash costs: the parameters of scrypt (RFC 7914). */
export interface HashCost {
  /** Binary logarithm of the cost factor N. */
  readonly ln: number;
  /** Block size. */
  readonly r: number;
  /** Parallelization. */
  readonly p: number;
}

/** A hash of a password. */
export interface PasswordHash extends HashCost {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** 32 MiB and about 60 ms. */
export const DEFAULT_COST: HashCost = { ln: 15, r: 8, p: 1 };

/** The most memory that a hash may need. Two are worked on at once. */
const MAX_MEMORY = 128 * 1024 ** 2;
/** The most work, as the product of N, r and p: some seconds. */
const MAX_WORK = 2 ** 22;
const MIN_LN = 10;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** The string format of the Password Hashing Competition: base64 without padding, no colon. */
const PHC =
  /^\$scrypt\$ln=([1-9]\d?),r=([1-9]\d{0,2}),p=([1-9]\d{0,2})\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/;

/**
 * Reads a hash in PHC form.
 *
 * @throws {Error} If it is not one, or would cost too much; the message says why, and does not show it.
 */
export function parseHash(text: string): PasswordHash {
  const [, ln, r, p, salt64 = "", hash64 = ""] = PHC.exec(text) ?? [];
  if (ln === undefined) {
    throw new Error("its hash does not look like '$scrypt$ln=15,r=8,p=1$SALT$HASH'");
  }
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  checkCost(cost);
  const salt = Buffer.from(salt64, "base64");
  const hash = Buffer.from(hash64, "base64");
  if (salt.length < 8 || salt.length > 64) throw new Error("its salt has not 8 to 64 bytes");
  if (hash.length < 16 || hash.length > 64) throw new Error("its hash has not 16 to 64 bytes");
  return { ...cost, salt, hash };
}

function checkCost(cost: HashCost): void {
  const { ln, r } = cost;
  if (ln < MIN_LN)
    throw new Error(`its hash is too cheap to make: ln is ${ln}, not ${MIN_LN} or more`);
  // RFC 7914, section 2. OpenSSL makes no such hash, so each login would fail.
  if (ln >= 16 * r) throw new Error(`its hash cannot be made: ln is ${ln}, not below 16 * r`);
  if (ln <= 30 && memoryOf(cost) <= MAX_MEMORY && workOf(cost) <= MAX_WORK) return;
  throw new Error("its hash costs too much: at most 128 MiB, and 2^22 for N * r * p");
}

function memoryOf({ ln, r, p }: HashCost): number {
  return 128 * r * (2 ** ln + p);
}

/** The time that a hash takes, in any unit. */
export function workOf({ ln, r, p }: HashCost): number {
  return 2 ** ln * r * p;
}

/** Makes the hash of a password, in PHC form. Takes `DEFAULT_COST`, on a thread of its own. */
export async function hashPassword(password: string): Promise<string> {
  const { ln, r, p } = DEFAULT_COST;
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...DEFAULT_COST, salt, length: HASH_BYTES });
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Makes a hash that no password has, to be worked on for users that do not exist. */
export function nobodysHash(cost: HashCost): PasswordHash {
  return { ...cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
}

/** Whether a password has this hash. Works on a thread of its own, and compares in constant time. */
export async function isPassword(password: string, expected: PasswordHash): Promise<boolean> {
  const { hash } = expected;
  return timingSafeEqual(await derive(password, { ...expected, length: hash.length }), hash);
}

/** Passwords are compared in NFC (RFC 8265, section 4.2): the same letter may be typed as one character or as two. */
function derive(
  password: string,
  { salt, length, ...cost }: HashCost & { readonly salt: BinaryLike; readonly length: number },
): Promise<Buffer> {
  const { ln, r, p } = cost;
  // Node wants some more than the memory that is used.
  const options = { N: 2 ** ln, r, p, maxmem: 2 * memoryOf(cost) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, length, options, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
