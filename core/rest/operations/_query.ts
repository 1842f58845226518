import { shorten } from "../../errors/_shorten.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

const DIGITS = /^\d+$/;

/** The query of a request target, read parameter by parameter. Of a repeated one the first counts. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor({ target }: Pick<RestRequest, "target">) {
    const start = target.indexOf("?");
    this.#parameters = new URLSearchParams(start === -1 ? "" : target.slice(start + 1));
  }

  /**
   * Refuses parameters that are not known. For queries: one that ignored a filter would answer with what was not asked for.
   *
   * @param known The parameters there are.
   * @throws {RestError} 400
   */
  checkNames(known: readonly string[]): void {
    for (const name of this.#parameters.keys()) {
      if (!known.includes(name)) {
        const hint = known.length === 0 ? "there are no parameters" : `give ${known.join(", ")}`;
        throw invalid(`Cannot query by '${shorten(name)}': ${hint}`);
      }
    }
  }

  /** A parameter's value as it is. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /**
   * Whether a parameter is `true`, in any case; anything else counts as `false`, as in the engine.
   *
   * @param fallback What it is if it is not there.
   */
  isTrue(name: string, fallback: boolean): boolean {
    return this.text(name) === undefined ? fallback : this.text(name)?.toLowerCase() === "true";
  }

  /** A list with commas. */
  list(name: string): readonly string[] | undefined {
    return this.text(name)?.split(",");
  }

  /**
   * A whole number from 0.
   *
   * @throws {RestError} 400 if it is none.
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
