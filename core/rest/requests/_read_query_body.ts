import { BodySource } from "../../bytes/_body_source.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { JsonTokenizer } from "../../json/json_tokenizer.ts";
import type { JsonValue } from "../../json/json_value.ts";
import { JsonValueBuilder } from "../../json/json_value_builder.ts";
import type { Context } from "../_context.ts";
import { isObject, type JsonObject } from "./_body_members.ts";
import { contentLengthOf } from "./_content_length.ts";
import { invalid } from "./_invalid.ts";
import { jsonBody } from "./_json_body.ts";

/** Bytes that are parsed in one turn of the event loop: some milliseconds of work, since each value becomes an object. */
const SLICE_BYTES = 65_536;

/**
 * Reads the body of a search: a JSON object. An empty body is `{}`, as in the engine.
 *
 * @throws {InvalidQueryError} If it is not a JSON object. The message says where.
 * @throws {LimitExceededError} If it exceeds `maxJsonBytes`.
 * @throws {OverloadedError} If other bodies of searches have taken all of `maxHeldJsonBytes` for 5 s.
 * @throws {RestError} 415 if it has another media type.
 */
export async function readQueryBody({ service, request }: Context): Promise<JsonObject> {
  const { maxJsonBytes } = service.variables.limits;
  const body = jsonBody(request);
  const contentLength = contentLengthOf(request);
  if (contentLength !== undefined && contentLength > maxJsonBytes) throw tooLong(maxJsonBytes);
  const document = service.heldQueries.document(contentLength, maxJsonBytes, request.signal);
  const reader = new QueryReader(maxJsonBytes);
  const source = new BodySource(body, reader, SLICE_BYTES);
  try {
    do {
      const room = document.reserve(reader.size);
      if (room !== undefined) await room;
    } while (await source.feed());
    const { value } = reader;
    if (value !== undefined && isObject(value)) return value;
    throw invalid("Cannot read the query: the body is JSON, but not an object");
  } catch (error) {
    throw error instanceof JsonSyntaxError ? invalid(error.message) : error;
  } finally {
    document.release();
    await source.end();
  }
}

/** Builds the value of a document. */
class QueryReader {
  size = 0;
  readonly #maxBytes: number;
  readonly #builder = new JsonValueBuilder(() => this.#tokenizer.position);
  readonly #tokenizer: JsonTokenizer = new JsonTokenizer(this.#builder);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The value of the whole document; an empty object if it has no byte. */
  get value(): JsonValue | undefined {
    return this.size === 0 ? new Map() : this.#builder.value;
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
