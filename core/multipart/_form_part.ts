import { shorten } from "../errors/_shorten.ts";
import type { PartBodyReader } from "./_part_body_reader.ts";
import { textDecoder } from "./_text_decoder.ts";
import { parseMediaType } from "./parse_media_type.ts";
import type { Part, PartHead } from "./part.ts";
import type { PartHeaders } from "./part_headers.ts";

/** A part whose body is read from the form when it is asked for. */
export class FormPart implements Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: PartHeaders;
  readonly #reader: PartBodyReader;
  #body: AsyncIterable<Uint8Array> | undefined;

  constructor(head: PartHead, reader: PartBodyReader) {
    this.name = head.name;
    this.filename = head.filename;
    this.contentType = head.contentType;
    this.headers = head.headers;
    this.#reader = reader;
  }

  get body(): AsyncIterable<Uint8Array> {
    this.#body ??= { [Symbol.asyncIterator]: () => this.#reader.open() };
    return this.#body;
  }

  bytes(): Promise<Uint8Array> {
    return this.#reader.bytes();
  }

  async text(): Promise<string> {
    const bytes = await this.#reader.bytes();
    const charset = parseMediaType(this.contentType ?? "")?.parameters.get("charset");
    try {
      const decoder = textDecoder(bytes, charset);
      if (decoder !== undefined) return decoder.decode(bytes);
    } catch (cause) {
      throw new SyntaxError(
        `Cannot read part '${shorten(this.name)}': it is not in its charset '${shorten(charset ?? "utf-8")}'`,
        { cause },
      );
    }
    throw new SyntaxError(
      `Cannot read part '${shorten(this.name)}': its charset '${shorten(charset ?? "")}' is unknown`,
    );
  }
}
