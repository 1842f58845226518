import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { MultipartDecoder } from "../../multipart/multipart_decoder.ts";
import type { MultipartHandler } from "../../multipart/multipart_handler.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { PartHead } from "../../multipart/part.ts";
import type { StagedContent, VariableStorage } from "../../storage/storage.ts";
import type { FormLimits } from "../options/form_limits.ts";
import { HeldContent } from "../values/_held_content.ts";
import type { CollectedForm, DataPart, TextPartName } from "./_collected_form.ts";
import { TextSink } from "./_text_sink.ts";

/** The options of a {@linkcode FormCollector}. */
export interface FormCollectorOptions {
  readonly boundary: string;
  /** The charset of the parts' headers. */
  readonly headerCharset: string | undefined;
  readonly limits: FormLimits;
  readonly storage: VariableStorage;
}

/**
 * Collects the parts of a form that the rules use. It drives the decoder itself and collects all of a chunk in one synchronous
 * pass, since promises for each part would take most of the time of a small form. Only a `data` that is too large to be held is
 * streamed into a stage. Meanwhile the stage pulls the chunks.
 */
export class FormCollector implements MultipartHandler {
  readonly #source: BodySource;
  readonly #limits: FormLimits;
  readonly #storage: VariableStorage;
  readonly #texts = new Map<TextPartName, TextSink>();
  readonly #unknown: string[] = [];
  /** The headers and the bytes of the latest part `data`. */
  #dataHead: PartHead | undefined;
  #data: HeldContent | undefined;
  /** The content of the latest `data`, if it is staged. */
  #staged: StagedContent | undefined;
  /** All stages, also those of earlier parts `data`. */
  readonly #stages: StagedContent[] = [];
  /** Takes the current part; `undefined` if the part is ignored. */
  #sink: HeldContent | TextSink | undefined;

  /**
   * @param body The form's bytes. Nothing is read before `read` is called.
   * @param options The boundary, the charset, the limits and the storage.
   */
  constructor(body: ByteSource, options: FormCollectorOptions) {
    const { boundary, headerCharset, limits, storage } = options;
    this.#limits = limits;
    this.#storage = storage;
    const decoder = new MultipartDecoder(this, {
      boundary,
      headerCharset,
      maxParts: limits.maxParts,
      maxHeaderBytes: limits.maxHeaderBytes,
      maxPartBytes: Infinity,
      maxTotalBytes: limits.maxTotalBytes,
    });
    this.#source = new BodySource(body, decoder);
  }

  /**
   * Reads the form, up to its end or up to a `data` that is too large to be held.
   *
   * @returns False if the form has ended; true if `stage` must be called first.
   * @throws {MultipartSyntaxError} If the form is malformed or incomplete.
   * @throws {LimitExceededError} If the form exceeds a limit.
   * @throws The errors of the source, as they are.
   */
  read(): Promise<boolean> {
    return this.#source.feed(() => this.#overflowing !== undefined);
  }

  /**
   * Stages each `data` in the current chunk that is too large to be held, and reads the rest of it.
   *
   * @throws The errors of `read` and of the storage.
   */
  async stage(): Promise<void> {
    for (let data = this.#overflowing; data !== undefined; data = this.#overflowing) {
      const staged = await this.#storage.stage(data.chunks(() => this.#source.feed()));
      this.#stages.push(staged);
      // The chunk that ended this `data` may also begin another one. Then the later one counts.
      if (this.#data === data) this.#staged = staged;
    }
  }

  /** The parts of the form. Valid after the form was read to its end, and until `release` is called. */
  get form(): CollectedForm {
    return { data: this.#collectedData(), texts: this.#texts, unknown: this.#unknown };
  }

  /** Whether `release` must be called. */
  get isOpen(): boolean {
    return this.#stages.length > 0 || !this.#source.hasEnded;
  }

  /**
   * Ends the source unless it has ended, and discards each stage that was not stored. If a stage cannot be discarded, the storage
   * sweeps it later.
   */
  async release(): Promise<void> {
    await this.#source.end();
    await Promise.allSettled(this.#stages.map((stage) => stage.discard()));
  }

  partBegin(head: PartHead): void {
    switch (head.name) {
      case "data":
        this.#dataHead = head;
        this.#data = new HeldContent("part 'data'", this.#limits.maxValueBytes);
        this.#staged = undefined;
        this.#sink = this.#data;
        return;
      case "type":
      case "variableType":
      case "valueType": {
        const text = new TextSink(head, this.#limits.maxTextBytes);
        this.#texts.set(head.name, text);
        this.#sink = text;
        return;
      }
      default:
        this.#unknown.push(head.name);
        this.#sink = undefined;
    }
  }

  partData(chunk: Uint8Array): void {
    this.#sink?.write(chunk);
  }

  partEnd(): void {
    // If another part ends, `data` has ended already, and this does nothing.
    this.#data?.end();
  }

  /** The latest `data` if it must be staged and is not yet. */
  get #overflowing(): HeldContent | undefined {
    return this.#data?.overflows && this.#staged === undefined ? this.#data : undefined;
  }

  #collectedData(): DataPart | undefined {
    if (this.#data === undefined || this.#dataHead === undefined) return undefined;
    const { held } = this.#data;
    const { filename } = this.#dataHead;
    // An empty Content-Type counts as missing.
    const contentType = this.#dataHead.contentType || undefined;
    const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
    return { filename, contentType, mediaType, content: this.#staged ?? held };
  }
}
