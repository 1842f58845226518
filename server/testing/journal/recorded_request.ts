/** What became of a request so far: it waits for its answer, was answered whole, or was cut off by its client or by a fault. */
export type RecordedState = "pending" | "answered" | "aborted";

/**
 * How much of a body the engine has read. An operation may refuse a request before it reads, and `GET` has nothing to read. For unknown
 * paths, routes of the test and faults the engine reads a body that is not larger than the journal's limit.
 */
export type BodyRead = "none" | "part" | "whole";

/** One part of a form that came. */
export interface RecordedPart {
  /** Its name in the form. */
  readonly name: string;
  /** Missing if the part has none. */
  readonly filename?: string;
  /** The part's whole `Content-Type`. Missing if the part has none. */
  readonly contentType?: string;
  /** The size of its content in bytes, as far as it was read. */
  readonly size: number;
}

/**
 * A request that came to the test engine, and how it was answered. Its members change until it is answered or aborted. They are plain
 * data, which print well. What is large is given by methods.
 *
 * The journal keeps a body, of a request or of an answer, up to a limit of each and of all: see {@linkcode JournalOptions}. If it did
 * not keep a body, the methods that give it throw an `Error` that says why, and which option helps.
 *
 * @example
 * ```ts
 * import { startTestEngine } from "varpost/testing";
 * import assert from "node:assert/strict";
 *
 * const engine = await startTestEngine({ variables: { "order-7": {} } });
 * const form = new FormData();
 * form.append("data", new Blob(["%PDF"], { type: "application/pdf" }), "invoice.pdf");
 * form.append("valueType", "File");
 * const url = `${engine.url}/process-instance/order-7/variables/invoice/data`;
 * await fetch(url, { method: "POST", body: form });
 *
 * const request = await engine.waitForRequest({ id: "order-7", variable: "invoice" });
 * assert.equal(request.status, 204);
 * assert.deepEqual(request.form, [
 *   { name: "data", filename: "invoice.pdf", contentType: "application/pdf", size: 4 },
 *   { name: "valueType", size: 4 },
 * ]);
 * assert.equal(request.text("data"), "%PDF");
 * await engine.close();
 * ```
 */
export interface RecordedRequest {
  /** The method, such as `POST`. */
  readonly method: string;
  /** The path as it was sent, still percent-encoded, without the query and without the engine's base path. */
  readonly path: string;
  /** Id of the operation in the engine's OpenAPI document; `undefined` if the path or the method is unknown. */
  readonly operation: string | undefined;
  /** The decoded parameters in the path by their names in OpenAPI, such as `id` and `varName`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The parameters of the query. Of a repeated one it has the first value, which is the one that counts. */
  readonly query: Readonly<Record<string, string>>;
  /** All header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What became of the request so far. */
  readonly state: RecordedState;
  /** Status of the answer; `undefined` as long as there is none. */
  readonly status: number | undefined;
  /** When the request came, by the clock of the engine. Milliseconds since 1970. */
  readonly startedAt: number;
  /** From the request's coming until its answer was made whole, or the request was aborted. Milliseconds of real time. */
  readonly durationMs: number | undefined;
  /**
   * The parts of a form, in their order, as far as it was read: up to its first fault, and at most 1,000. `undefined` if the body is
   * not a form.
   */
  readonly form: readonly RecordedPart[] | undefined;
  /** Number of bytes of the body, as far as the engine has read it. */
  readonly bodySize: number;
  /** How much of the body the engine has read. */
  readonly bodyRead: BodyRead;
  /** What the sender may have meant otherwise, in the words of the server's log. */
  readonly hints: readonly string[];
  /** The fault of the test that met this request; `undefined` if none did. */
  readonly fault: string | undefined;
  /** Whether the answer is that of the real engine of `passThrough`. */
  readonly passedThrough: boolean;
  /** `undefined` as long as there is none. */
  readonly response: RecordedResponse | undefined;

  /**
   * Gives the body, as far as the engine has read it.
   *
   * @param part Name of a part of a form, of which the content is given. The last part of this name counts. Default: the whole body.
   * @throws {Error} If nothing of the body was read, the journal has not kept it, or there is no such part.
   */
  bytes(part?: string): Uint8Array;
  /**
   * Decodes the body, or a part, as UTF-8.
   *
   * @throws {Error} As `bytes` does.
   */
  text(part?: string): string;
  /**
   * Parses the body, or a part.
   *
   * @throws {Error} As `bytes` does, and if it is not JSON.
   */
  json(part?: string): unknown;
}

/** An answer that the test engine gave. Its status is a member of the request. */
export interface RecordedResponse {
  /** The header fields, in the order and the case in which they are sent. A host adds its own, such as `Date`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Number of bytes of the body, as far as it was made. */
  readonly bodySize: number;
  /**
   * Gives the body, as far as it was made.
   *
   * @throws {Error} If the journal has not kept it.
   */
  bytes(): Uint8Array;
  /**
   * Decodes the body as UTF-8.
   *
   * @throws {Error} As `bytes` does.
   */
  text(): string;
  /**
   * Parses the body.
   *
   * @throws {Error} As `bytes` does, and if it is not JSON.
   */
  json(): unknown;
}
