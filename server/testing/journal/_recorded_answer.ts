import { KeptBody, type KeptBodyRules } from "./_kept_body.ts";
import { decodeBody, parseBody } from "./_parse_body.ts";
import type { RecordedResponse } from "./recorded_request.ts";

/** An answer in the journal, to which its body is added while it is made. */
export class RecordedAnswer implements RecordedResponse {
  readonly headers: Readonly<Record<string, string>>;
  bodySize = 0;
  readonly #what: string;
  readonly #body: KeptBody;

  /**
   * @param headers Its header fields.
   * @param what What its body is, for messages.
   * @param rules How much of the body is kept.
   */
  constructor(headers: Readonly<Record<string, string>>, what: string, rules: KeptBodyRules) {
    this.headers = { ...headers };
    this.#what = what;
    this.#body = new KeptBody(rules);
  }

  append(chunk: Uint8Array): void {
    this.bodySize += chunk.length;
    this.#body.append(chunk);
  }

  forget(): void {
    this.#body.forget();
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#body.bytes(this.#what);
  }

  text(): string {
    return decodeBody(this.bytes());
  }

  json(): unknown {
    return parseBody(this.bytes(), this.#what);
  }
}
