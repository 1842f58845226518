import { FormPart } from "./_form_part.ts";
import type { FormReader } from "./_form_reader.ts";
import { PartBodyReader } from "./_part_body_reader.ts";
import { DONE, PullIterator } from "./_pull_iterator.ts";
import type { Part } from "./part.ts";
import type { Parts } from "./parts.ts";

/** Iterates the parts of a form. */
export class PartIterator extends PullIterator<Part> implements Parts {
  readonly #form: FormReader;
  #body: PartBodyReader | undefined;

  constructor(form: FormReader) {
    super();
    this.#form = form;
  }

  override async return(): Promise<IteratorReturnResult<undefined>> {
    this.#body?.moveOn();
    const cancelled = this.#form.cancel();
    this.interrupt();
    await cancelled;
    return DONE;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  protected override take(): IteratorResult<Part, undefined> | undefined {
    this.#body?.moveOn();
    this.#body = undefined;
    for (;;) {
      const event = this.#form.take();
      if (event === undefined) break;
      // These are the unread rest of the previous part.
      if (event === null || event instanceof Uint8Array) continue;
      this.#body = new PartBodyReader(this.#form);
      return { done: false, value: new FormPart(event, this.#body) };
    }
    if (this.#form.failure !== undefined) throw this.#form.failure.error;
    return this.#form.ended ? DONE : undefined;
  }

  protected override pull(onPulled: () => void): void {
    this.#form.pull(onPulled);
  }
}
