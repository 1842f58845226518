import { LineBreaks } from "./_line_breaks.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** In the table below from here on: no digit. */
const NO_DIGIT = 64;
const TABLE = new Uint8Array(256).fill(NO_DIGIT);
for (let digit = 0; digit < DIGITS.length; digit++) TABLE[DIGITS.charCodeAt(digit)] = digit;

/** So many line breaks are fine in any text; a text of more is no base64 if most of it are line breaks. */
const FEW_LINE_BREAKS = 65_536;

const encoder = new TextEncoder();

/**
 * Decodes base64 (RFC 4648, section 4) as it comes, in pieces cut anywhere: the standard alphabet, padded, with no bits left
 * over, so that the bytes encoded again are the same text. Only line breaks are skipped, wherever they are, as the engine does.
 */
export class Base64Decoder {
  readonly #maxText: number;
  readonly #lineBreaks = new LineBreaks();
  #lineBreakCount = 0;
  /** Groups of four digits that were read. */
  #groups = 0;
  /** The digits and paddings after them. */
  #pending = "";
  /** Whether the last group was padded. */
  #isPadded = false;
  /** What was written and not read, because it begins with what is wrong. */
  #rest: string | undefined;
  /** Memory for a piece's characters. */
  #ascii = new Uint8Array(0);

  /** @param maxText Up to this length {@linkcode restore} gives the text back. */
  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  /** Whether what was written can be base64. Once it cannot, nothing more may be written. */
  get ok(): boolean {
    return this.#rest === undefined;
  }

  /** Whether what was written can end here. */
  get isWhole(): boolean {
    return this.ok && this.#pending === "";
  }

  /**
   * Reads on.
   *
   * @param piece The next characters.
   * @returns The bytes that are whole now, in memory of their own.
   */
  write(piece: string): Uint8Array {
    if (this.#ascii.length < piece.length) this.#ascii = new Uint8Array(piece.length);
    const ascii = this.#ascii;
    // Up to the first character that is not ASCII, which may not fit, the bytes are the characters.
    const { written } = encoder.encodeInto(piece, ascii);
    const bytes = new Uint8Array(3 * Math.ceil((written + 3) / 4));
    let size = 0;
    let i = 0;
    while (i < written) {
      if (this.#pending === "" && !this.#isPadded) {
        const groups = decodeGroups(ascii.subarray(i, written), bytes, size);
        this.#groups += groups;
        size += 3 * groups;
        i += 4 * groups;
        if (i === written) break;
      }
      if (!this.#take(ascii[i] ?? 0)) break;
      i++;
      if (this.#pending.length === 4) size += this.#endGroup(bytes, size);
    }
    const isMostlyBreaks = this.#lineBreakCount > Math.max(FEW_LINE_BREAKS, this.#position);
    if (i < piece.length || isMostlyBreaks) this.#rest = piece.slice(i);
    return bytes.subarray(0, size);
  }

  /**
   * The whole text that was written, if it is not longer than was asked for.
   *
   * @param encoded All bytes that came of it, encoded again.
   */
  restore(encoded: string): string {
    return this.#lineBreaks.insertInto(encoded + this.#pending) + (this.#rest ?? "");
  }

  get #position(): number {
    return 4 * this.#groups + this.#pending.length;
  }

  /** Takes one character; false if it is wrong here. */
  #take(code: number): boolean {
    if (code === 0x0a || code === 0x0d) {
      this.#lineBreakCount++;
      if (this.#position + this.#lineBreakCount <= this.#maxText) {
        this.#lineBreaks.add(this.#position, code === 0x0d);
      }
      return true;
    }
    const isPadding = code === 0x3d;
    if (this.#isPadded) return false;
    if (isPadding ? !mayBePadded(this.#pending) : !this.#mayGoOn(code)) return false;
    this.#pending += String.fromCharCode(code);
    return true;
  }

  #mayGoOn(code: number): boolean {
    return TABLE[code] !== NO_DIGIT && !this.#pending.endsWith("=");
  }

  #endGroup(bytes: Uint8Array, at: number): number {
    const size = this.#pending.indexOf("=") === -1 ? 3 : this.#pending.indexOf("=") - 1;
    const group = encoder.encode(this.#pending.replaceAll("=", "A"));
    const whole = new Uint8Array(3);
    decodeGroups(group, whole, 0);
    bytes.set(whole.subarray(0, size), at);
    this.#isPadded = size < 3;
    this.#pending = "";
    this.#groups++;
    return size;
  }
}

/** Decodes groups of four digits as long as there are any. Returns how many. */
function decodeGroups(ascii: Uint8Array, bytes: Uint8Array, start: number): number {
  let size = start;
  let i = 0;
  for (; i + 4 <= ascii.length; i += 4) {
    const a = TABLE[ascii[i] ?? 0] ?? NO_DIGIT;
    const b = TABLE[ascii[i + 1] ?? 0] ?? NO_DIGIT;
    const c = TABLE[ascii[i + 2] ?? 0] ?? NO_DIGIT;
    const d = TABLE[ascii[i + 3] ?? 0] ?? NO_DIGIT;
    if ((a | b | c | d) >= NO_DIGIT) break;
    bytes[size] = (a << 2) | (b >> 4);
    bytes[size + 1] = (b << 4) | (c >> 2);
    bytes[size + 2] = (c << 6) | d;
    size += 3;
  }
  return i / 4;
}

/** Whether a padding may come next: after two digits or three, if the bits that are left over are zero. */
function mayBePadded(pending: string): boolean {
  if (pending.length < 2) return false;
  if (pending.endsWith("=")) return true;
  const last = TABLE[pending.charCodeAt(pending.length - 1)] ?? 0;
  return (last & (pending.length === 2 ? 15 : 3)) === 0;
}
