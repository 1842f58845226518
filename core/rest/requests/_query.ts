import type { RestRequest } from "../rest_request.ts";

/** The query of a request target. If a parameter is repeated, the first one counts. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor({ target }: Pick<RestRequest, "target">) {
    const start = target.indexOf("?");
    this.#parameters = new URLSearchParams(start === -1 ? "" : target.slice(start + 1));
  }

  /** The names of all parameters. */
  names(): Iterable<string> {
    return this.#parameters.keys();
  }

  /** Reads a parameter as text. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /**
   * Whether a parameter is `true`, in any case; anything else counts as `false`, as in the engine.
   *
   * @param fallback The result if the parameter is missing or empty.
   */
  isTrue(name: string, fallback: boolean): boolean {
    const text = this.text(name) ?? "";
    return text === "" ? fallback : text.toLowerCase() === "true";
  }
}
