import type { FormReader } from "./_form_reader.ts";
import { DONE, PullIterator } from "./_pull_iterator.ts";

/** Reads the content of the part at which a form reader stands. */
export class BodyReader extends PullIterator<Uint8Array> {
  readonly #form: FormReader;
  #claimed = false;
  /** The content was read, or its rest is not wanted. */
  #ended = false;
  /** The next part was asked for. */
  #left = false;

  constructor(form: FormReader) {
    super();
    this.#form = form;
  }

  /** Makes sure that the content is read once. */
  claim(): this {
    if (this.#claimed) throw new TypeError("Cannot read the body: it was read before");
    this.#claimed = true;
    return this;
  }

  /** The whole content in an array of its own. */
  async bytes(): Promise<Uint8Array> {
    const chunks = await this.takeAll();
    let length = 0;
    for (const chunk of chunks) length += chunk.length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  /** Says that the form reader goes on. */
  leave(): void {
    this.#left = true;
    this.interrupt();
  }

  override return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    this.interrupt();
    return Promise.resolve(DONE);
  }

  protected override take(): IteratorResult<Uint8Array, undefined> | undefined {
    if (this.#ended) return DONE;
    if (this.#left) throw this.#form.failure?.error ?? movedOn();
    const event = this.#form.take();
    if (event instanceof Uint8Array) return { done: false, value: event };
    if (event === undefined) {
      if (this.#form.failure !== undefined) throw this.#form.failure.error;
      return undefined;
    }
    this.#ended = true;
    return DONE;
  }

  protected override pull(): Promise<void> {
    return this.#form.pull();
  }
}

function movedOn(): TypeError {
  return new TypeError("Cannot read the body: the parser has moved on");
}
