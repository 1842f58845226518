import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { JsonTokenizer } from "../../json/json_tokenizer.ts";
import type { JsonValue } from "../../json/json_value.ts";
import { JsonValueBuilder } from "../../json/json_value_builder.ts";
import type { Context } from "../_context.ts";
import { contentLengthOf } from "./_content_length.ts";
import { invalid } from "./_invalid.ts";

/** Bytes that are parsed in one turn of the event loop: some milliseconds of work, since each value becomes an object. */
const SLICE_BYTES = 65_536;

/**
 * Reads a body that is JSON. An empty one is `{}`, as in the engine.
 *
 * @param context The request.
 * @param body Its body.
 * @throws {InvalidQueryError} If it is not JSON. The message says where.
 * @throws {LimitExceededError} If it exceeds `maxJsonBytes`.
 * @throws {OverloadedError} If other bodies have taken all of `maxHeldJsonBytes` for 5 s.
 */
export async function readJsonValue(
  { service, request }: Context,
  body: ByteSource,
): Promise<JsonValue> {
  const { maxJsonBytes } = service.variables.limits;
  const contentLength = contentLengthOf(request);
  if (contentLength !== undefined && contentLength > maxJsonBytes) throw tooLong(maxJsonBytes);
  const document = service.heldQueries.document(contentLength, maxJsonBytes, request.signal);
  const reader = new ValueReader(maxJsonBytes);
  const source = new BodySource(body, reader, SLICE_BYTES);
  try {
    do {
      const room = document.reserve(reader.size);
      if (room !== undefined) await room;
    } while (await source.feed());
    return reader.value;
  } catch (error) {
    throw error instanceof JsonSyntaxError ? invalid(error.message) : error;
  } finally {
    document.release();
    await source.end();
  }
}

/** Builds the value of a document. */
class ValueReader {
  size = 0;
  readonly #maxBytes: number;
  readonly #builder = new JsonValueBuilder(() => this.#tokenizer.position);
  readonly #tokenizer: JsonTokenizer = new JsonTokenizer(this.#builder);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The value of the whole document; an empty object if it has no byte. */
  get value(): JsonValue {
    return this.size === 0 ? new Map() : (this.#builder.value ?? null);
  }

  write(chunk: Uint8Array): void {
    this.size += chunk.length;
    if (this.size > this.#maxBytes) throw tooLong(this.#maxBytes);
    this.#tokenizer.write(chunk);
  }

  end(): void {
    if (this.size > 0) this.#tokenizer.end();
  }
}

function tooLong(maxBytes: number): LimitExceededError {
  return new LimitExceededError("maxJsonBytes", maxBytes, "the request body");
}
