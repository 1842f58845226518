import type { FormReader } from "./_form_reader.ts";
import { DONE, PullIterator } from "./_pull_iterator.ts";

/** Reads the content of a form reader's current part. */
export class PartBodyReader extends PullIterator<Uint8Array> {
  readonly #form: FormReader;
  #opened = false;
  /** Whether the content was read to its end, or its reader has cancelled. */
  #ended = false;
  /** Whether the next part was asked for. */
  #movedOn = false;

  constructor(form: FormReader) {
    super();
    this.#form = form;
  }

  /**
   * Begins to read the content.
   *
   * @throws {TypeError} If this was called before: the content can be read only once.
   */
  open(): this {
    if (this.#opened) throw new TypeError("Cannot read the body: it was read before");
    this.#opened = true;
    return this;
  }

  /**
   * Reads the whole content.
   *
   * @returns An array of its own.
   * @throws {TypeError} If the content was read before.
   */
  async bytes(): Promise<Uint8Array> {
    this.open();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const next = this.nextResult();
      const { done, value } = next instanceof Promise ? await next : next;
      if (done) break;
      chunks.push(value);
      length += value.length;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  /** Ends the body because the form reader moves on to the next part. From then on each read rejects. */
  moveOn(): void {
    this.#movedOn = true;
    this.interrupt();
  }

  override return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    this.interrupt();
    return Promise.resolve(DONE);
  }

  protected override take(): IteratorResult<Uint8Array, undefined> | undefined {
    if (this.#ended) return DONE;
    if (this.#movedOn) throw this.#form.failure?.error ?? movedOn();
    const event = this.#form.take();
    if (event instanceof Uint8Array) return { done: false, value: event };
    if (event === undefined) {
      if (this.#form.failure !== undefined) throw this.#form.failure.error;
      return undefined;
    }
    this.#ended = true;
    return DONE;
  }

  protected override pull(onPulled: () => void): void {
    this.#form.pull(onPulled);
  }
}

function movedOn(): TypeError {
  return new TypeError("Cannot read the body: the parser has moved on");
}
