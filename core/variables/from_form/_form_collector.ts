import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { MultipartDecoder } from "../../multipart/multipart_decoder.ts";
import type { MultipartHandler } from "../../multipart/multipart_handler.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { PartHead } from "../../multipart/part.ts";
import type { StagedContent, VariableStorage } from "../../storage/storage.ts";
import type { FormLimits } from "../options/form_limits.ts";
import type { CollectedForm, DataPart, TextPartName } from "./_collected_form.ts";
import { DataSink } from "./_data_sink.ts";
import { TextSink } from "./_text_sink.ts";

/** What a {@linkcode FormCollector} works with. */
export interface FormCollectorOptions {
  readonly boundary: string;
  /** The charset of the parts' headers. */
  readonly headerCharset: string | undefined;
  readonly limits: FormLimits;
  readonly storage: VariableStorage;
}

/**
 * Collects what counts of one form. It drives the decoder itself, since a promise for each part is where the time of a small
 * form would go: what a chunk holds is collected in one synchronous pass. Only a `data` too large to be held is streamed, into
 * a stage, which then does the asking for chunks.
 */
export class FormCollector implements MultipartHandler {
  readonly #source: BodySource;
  readonly #limits: FormLimits;
  readonly #storage: VariableStorage;
  readonly #texts = new Map<TextPartName, TextSink>();
  readonly #unknown: string[] = [];
  /** The latest `data`, and its bytes if they are staged. */
  #data: DataSink | undefined;
  #staged: StagedContent | undefined;
  /** All stages, also those that a later `data` made useless. */
  readonly #stages: StagedContent[] = [];
  /** What takes the current part; nothing if it is read past. */
  #sink: DataSink | TextSink | undefined;

  /**
   * @param body The form's bytes. The first chunk is asked for by `read`.
   * @param options What to read by.
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
   * Reads on.
   *
   * @returns False if the form was read to its end; true if first there is something to `stage`.
   * @throws {MultipartSyntaxError} If it is malformed or cut.
   * @throws {LimitExceededError} If it is too much.
   * @throws What the source throws, as it is.
   */
  read(): Promise<boolean> {
    return this.#source.feed(() => this.#overflowing !== undefined);
  }

  /**
   * Stages every `data` of the current chunk that is too large to be held, and reads as much as belongs to it.
   *
   * @throws What `read` and the storage throw.
   */
  async stage(): Promise<void> {
    for (let data = this.#overflowing; data !== undefined; data = this.#overflowing) {
      const staged = await this.#storage.stage(data.chunks(() => this.#source.feed()));
      this.#stages.push(staged);
      // The chunk that ended this `data` may hold a later one, which is the one that counts.
      if (this.#data === data) this.#staged = staged;
    }
  }

  /** What the form holds, once it was read to its end; good until `release`. */
  get form(): CollectedForm {
    return { data: this.#collectedData(), texts: this.#texts, unknown: this.#unknown };
  }

  /** Whether there is something to release. */
  get isOpen(): boolean {
    return this.#stages.length > 0 || !this.#source.hasEnded;
  }

  /**
   * Ends the source, unless it has, and gives up every stage that was not stored. What cannot be given up is left to the storage's
   * own sweep.
   */
  async release(): Promise<void> {
    await this.#source.end();
    await Promise.allSettled(this.#stages.map((stage) => stage.discard()));
  }

  partBegin(head: PartHead): void {
    switch (head.name) {
      case "data":
        this.#data = new DataSink(head, this.#limits.maxValueBytes);
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
    // After the end of another part it has ended already.
    this.#data?.end();
  }

  /** The `data` that has to be staged. */
  get #overflowing(): DataSink | undefined {
    return this.#data?.overflows && this.#staged === undefined ? this.#data : undefined;
  }

  #collectedData(): DataPart | undefined {
    if (this.#data === undefined) return undefined;
    const { head, held } = this.#data;
    const { filename } = head;
    // An empty one says nothing.
    const contentType = head.contentType || undefined;
    const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
    return { filename, contentType, mediaType, content: this.#staged ?? held };
  }
}
