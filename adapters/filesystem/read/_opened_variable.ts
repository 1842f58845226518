import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverVariable, MaybePromise } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { ContentReader } from "../contents/_content_reader.ts";

/** One version of a variable. Its content is in memory, or in a file that stays open. */
export class OpenedVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #content: Uint8Array | ContentReader;
  readonly #onClose: (() => void) | undefined;

  /** @param onClose Called when it is closed. */
  constructor(record: VariableRecord, content: Uint8Array | ContentReader, onClose?: () => void) {
    this.record = record;
    this.#content = content;
    this.#onClose = onClose;
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#content instanceof ContentReader) yield* this.#content.read(start, end);
    else if (start < end) yield this.#content.subarray(start, end);
  }

  close(): MaybePromise<void> {
    this.#onClose?.();
    if (!(this.#content instanceof ContentReader)) return;
    const message = `Cannot read variable '${this.record.name}': it was closed`;
    return this.#content.close(new StorageError("closed", message));
  }
}
