import type { Form } from "./form.ts";
import type { Sink } from "./sink.ts";

/**
 * A way to parse a form. Code that runs for each form or chunk has no named functions: tsx, which runs these files, adds a call for
 * each of them, and that call would be measured, too.
 */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** Whether it takes only forms that set a variable. */
  readonly variablesOnly?: true;
  /** Parses a form as fast as its interface allows, and passes all parts to the sink. */
  run(form: Form, sink: Sink): Promise<void> | void;
  /** Passes what `run` has stored to the sink. Not timed. */
  deliver?(sink: Sink): Promise<void>;
  /**
   * Parses a form in the way that takes the least memory: it awaits `consume`, as far as its interface allows. Absent if it cannot
   * wait at all.
   */
  stream?(
    source: AsyncIterable<Buffer>,
    contentType: string,
    consume: (chunk: Uint8Array) => Promise<void>,
  ): Promise<void>;
}
