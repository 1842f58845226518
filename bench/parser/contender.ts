import type { Form } from "./form.ts";
import type { Sink } from "./sink.ts";

/**
 * A way to parse a form. In what runs for each form or chunk a function gets no name of its own: the loader that runs these
 * files adds a call for each named one, which would be measured too.
 */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** It sets a variable, and so takes no other forms. */
  readonly variablesOnly?: true;
  /** Parses a form as fast as its interface allows, and hands on all parts. */
  run(form: Form, sink: Sink): Promise<void> | void;
  /** Hands on what `run` has stored. Not timed. */
  deliver?(sink: Sink): Promise<void>;
  /**
   * Parses a form as its users do who care for memory: `consume` is waited for, as far as its interface allows. Absent if it
   * has no way to wait.
   */
  stream?(
    source: AsyncIterable<Buffer>,
    contentType: string,
    consume: (chunk: Uint8Array) => Promise<void>,
  ): Promise<void>;
}
