/** Keeps a byte order mark: at the start of a later block, U+FEFF is a character like any other. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes bytes, cut anywhere, to blocks of text, and finds the byte of each character in the current block. */
export class Utf8Blocks {
  /** Number of code units before the current block. */
  unitStart = 0;
  /** Whether the bytes behind the block are not UTF-8. */
  illFormed = false;

  #text = "";
  #byteStart = 0;
  #byteLength = 0;
  /** The first bytes of a character that the last chunk cut. */
  #held = new Uint8Array(0);
  /** An index in the block, and the number of bytes before it. Counting goes on from here. */
  #counted = { index: 0, bytes: 0 };

  /** Whether the bytes so far end in the middle of a character. */
  get isCut(): boolean {
    return this.#held.length > 0;
  }

  /** Decodes the next bytes. Their complete characters become the current block, which is returned. */
  read(next: Uint8Array): string {
    const bytes = this.#held.length > 0 ? concat(this.#held, next) : next;
    let end = bytes.length - partialLength(bytes, bytes.length);
    // Not `slice`: a Buffer's `slice` does not copy, and the caller may use the chunk again.
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

  /** Counts the bytes before an index of the block. If the indexes rise, all calls together make one pass over the block. */
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

/** Counts the last bytes before `end` that begin a character and do not complete it: 0 to 3. */
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

/**
 * Finds the start of the first ill-formed sequence in the first `end` bytes. A beginning that holds one stays ill-formed however it
 * goes on, so a binary search finds it.
 */
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

/** Counts the bytes of UTF-8 for the code units from `start` to `end`, which must not cut a surrogate pair. */
function utf8Length(text: string, start: number, end: number): number {
  let length = end - start;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair takes four bytes, so each half counts for two.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
