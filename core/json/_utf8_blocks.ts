/** Never drops a byte order mark by itself: at the start of a block, U+FEFF is a character like any other. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Turns bytes, cut anywhere, into blocks of text, and tells where in the bytes a place of the current block is. */
export class Utf8Blocks {
  /** Code units before the current block. */
  unitStart = 0;
  /** Whether what follows the block is no UTF-8. */
  illFormed = false;

  #text = "";
  #byteStart = 0;
  #byteLength = 0;
  /** The bytes of a character that the last chunk cut. */
  #held = new Uint8Array(0);
  /** The bytes up to some place of the block, counted already. */
  #counted = { index: 0, bytes: 0 };

  /** Whether the bytes so far end in the middle of a character. */
  get isCut(): boolean {
    return this.#held.length > 0;
  }

  /** Makes all whole characters of the next bytes the current block, and returns it. */
  read(next: Uint8Array): string {
    const bytes = this.#held.length > 0 ? concat(this.#held, next) : next;
    let end = bytes.length - partialLength(bytes, bytes.length);
    // Not `slice`: that of Node's Buffer does not copy, and the sender may reuse the chunk.
    this.#held = new Uint8Array(bytes.subarray(end));
    this.#byteStart += this.#byteLength;
    this.unitStart += this.#text.length;
    try {
      this.#text = decoder.decode(bytes.subarray(0, end));
    } catch {
      end = wellFormedLength(bytes, end);
      this.#text = decoder.decode(bytes.subarray(0, end));
      this.illFormed = true;
    }
    this.#byteLength = end;
    this.#counted = { index: 0, bytes: 0 };
    return this.#text;
  }

  /** How many bytes come before a place of the block. Asked in rising order, all answers together take one pass over it. */
  offsetAt(index: number): number {
    if (this.#byteLength === this.#text.length) return this.#byteStart + index;
    if (index < this.#counted.index) this.#counted = { index: 0, bytes: 0 };
    const { index: from, bytes } = this.#counted;
    this.#counted = { index, bytes: bytes + utf8Length(this.#text, from, index) };
    return this.#byteStart + this.#counted.bytes;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** How many of the last bytes before `end` begin a character without ending it: 0 to 3. */
function partialLength(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** Where the first ill-formed sequence of the first `end` bytes begins. A prefix that holds one never heals, so halving finds it. */
function wellFormedLength(bytes: Uint8Array, end: number): number {
  let good = 0;
  let bad = end;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isWellFormed(bytes, middle - partialLength(bytes, middle))) good = middle;
    else bad = middle;
  }
  return good - partialLength(bytes, good);
}

function isWellFormed(bytes: Uint8Array, end: number): boolean {
  try {
    decoder.decode(bytes.subarray(0, end));
    return true;
  } catch {
    return false;
  }
}

/** How many bytes of UTF-8 the code units from `start` to `end` take. No surrogate pair may be cut. */
function utf8Length(text: string, start: number, end: number): number {
  let length = end - start;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a pair stands for two of its four bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
