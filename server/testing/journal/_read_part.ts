import { CollectedBytes } from "../../../core/bytes/_collected_bytes.ts";
import type { MultipartHandler } from "../../../core/multipart/multipart_handler.ts";
import type { PartHead } from "../../../core/multipart/part.ts";
import { formDecoder } from "./_form_type.ts";

/**
 * Reads a part of a form. Of several it is the last one, which counts for the engine.
 *
 * @param form The form. Behind a fault nothing is read.
 * @param contentType That of the form.
 * @param name The part's name.
 * @returns Its content; `undefined` if there is no such part.
 */
export function readPart(
  form: Uint8Array,
  contentType: string,
  name: string,
): Uint8Array<ArrayBuffer> | undefined {
  const reader = new PartReader(name);
  try {
    formDecoder(contentType, reader)?.write(form);
  } catch {
    // The parts before the fault are there.
  }
  return reader.found && new Uint8Array(reader.found.bytes());
}

class PartReader implements MultipartHandler {
  readonly #name: string;
  #isWanted = false;
  found: CollectedBytes | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  partBegin({ name }: PartHead): void {
    this.#isWanted = name === this.#name;
    if (this.#isWanted) this.found = new CollectedBytes();
  }

  partData(chunk: Uint8Array): void {
    if (this.#isWanted) this.found?.append(chunk);
  }

  partEnd(): void {}
}
