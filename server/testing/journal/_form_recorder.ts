import type { MultipartDecoder } from "../../../core/multipart/multipart_decoder.ts";
import type { MultipartHandler } from "../../../core/multipart/multipart_handler.ts";
import type { PartHead } from "../../../core/multipart/part.ts";
import { formDecoder } from "./_form_type.ts";
import type { RecordedPart } from "./recorded_request.ts";

/** A part that is being read. */
type OpenPart = { -readonly [member in keyof RecordedPart]: RecordedPart[member] };

/** Lists the parts of a form while its bytes pass, and keeps none of them. */
export class FormRecorder implements MultipartHandler {
  readonly #parts: OpenPart[] = [];
  /** `undefined` after a fault: what follows is not read. */
  #decoder: MultipartDecoder | undefined;

  /** @param contentType That of the form. If it is broken, no parts are found. */
  constructor(contentType: string) {
    this.#decoder = formDecoder(contentType, this);
  }

  /** The parts so far. The list grows. */
  get parts(): readonly RecordedPart[] {
    return this.#parts;
  }

  /** Reads the next bytes. Never throws: the operation refuses a form that is broken. */
  write(chunk: Uint8Array): void {
    try {
      this.#decoder?.write(chunk);
    } catch {
      this.#decoder = undefined;
    }
  }

  partBegin({ name, filename, contentType }: PartHead): void {
    this.#parts.push({
      name,
      ...(filename === undefined ? {} : { filename }),
      ...(contentType === undefined ? {} : { contentType }),
      size: 0,
    });
  }

  partData(chunk: Uint8Array): void {
    const part = this.#parts.at(-1);
    if (part !== undefined) part.size += chunk.length;
  }

  partEnd(): void {}
}
