import { checkRange } from "../../../core/storage/check_range.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverVariable } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { ContentReader } from "../contents/_content_reader.ts";
import type { OpenedVersion } from "./_instance.ts";

/** One version of a variable. Its content is in memory, or in a file that stays open. */
export class OpenedVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #content: Uint8Array | ContentReader;
  readonly #forget: (variable: OpenedVariable) => void;
  /** Why it cannot be read any more. Made when it is asked for: an error for each variable that was read took 7 % of the time. */
  #closed: (() => StorageError) | undefined;

  /** @param forget Called when it is closed. */
  constructor(version: OpenedVersion, forget: (variable: OpenedVariable) => void) {
    this.record = version.record;
    this.#content = version.content;
    this.#forget = forget;
  }

  async *read(
    start = 0,
    end: number = this.record.size,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    checkRange(start, end, this.record.size);
    this.#check();
    if (this.#content instanceof ContentReader) {
      yield* this.#content.read(start, end);
    } else if (start < end) {
      yield this.#content.subarray(start, end);
    }
    this.#check();
  }

  close(): Promise<void> {
    const message = `Cannot read variable '${this.record.name}': it was closed`;
    return this.#end(() => new StorageError("closed", message));
  }

  /** Closes it; reads reject with `reason`. */
  end(reason: StorageError): Promise<void> {
    return this.#end(() => reason);
  }

  async #end(reason: () => StorageError): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#forget(this);
    if (this.#content instanceof ContentReader) await this.#content.close(reason());
  }

  #check(): void {
    if (this.#closed !== undefined) throw this.#closed();
  }
}
