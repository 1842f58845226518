import { shorten } from "../../errors/_shorten.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

const DIGITS = /^\d+$/;

/** The query of a request target. If a parameter is repeated, the first one counts. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor({ target }: Pick<RestRequest, "target">) {
    const start = target.indexOf("?");
    this.#parameters = new URLSearchParams(start === -1 ? "" : target.slice(start + 1));
  }

  /**
   * Refuses unknown parameters. A search that ignored an unknown filter would answer with too much.
   *
   * @param known The names of all parameters.
   * @throws {RestError} 400 if there is an unknown parameter.
   */
  checkNames(known: readonly string[]): void {
    for (const name of this.#parameters.keys()) {
      if (!known.includes(name)) {
        const hint = known.length === 0 ? "there are no parameters" : `give ${known.join(", ")}`;
        throw invalid(`Cannot query by '${shorten(name)}': ${hint}`);
      }
    }
  }

  /** Reads a parameter as text. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /**
   * Whether a parameter is `true`, in any case; anything else counts as `false`, as in the engine.
   *
   * @param fallback The result if the parameter is missing.
   */
  isTrue(name: string, fallback: boolean): boolean {
    return this.text(name) === undefined ? fallback : this.text(name)?.toLowerCase() === "true";
  }

  /** Reads a list whose elements are separated by commas. */
  list(name: string): readonly string[] | undefined {
    return this.text(name)?.split(",");
  }

  /**
   * Reads a whole number from 0.
   *
   * @throws {RestError} 400 if it is not a whole number from 0.
   */
  count(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (DIGITS.test(value) && Number.isSafeInteger(number)) return number;
    throw invalid(
      `Cannot set query parameter '${name}' to value '${shorten(value)}': give a whole number from 0`,
    );
  }
}

function invalid(message: string): RestError {
  return new RestError(400, "InvalidRequestException", message);
}
