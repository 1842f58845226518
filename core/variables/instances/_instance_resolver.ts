import { shorten } from "../../errors/_shorten.ts";
import { NotFoundError } from "../errors/not_found_error.ts";
import type { ProcessVariablesOptions } from "../options/process_variables_options.ts";

/** Finds the process instance of an id. */
export class InstanceResolver {
  readonly #resolve: ProcessVariablesOptions["resolveInstance"];

  /** @param resolve The option `resolveInstance`. Without it every id is an instance. */
  constructor(resolve: ProcessVariablesOptions["resolveInstance"]) {
    this.#resolve = resolve;
  }

  /** Whether every id is an instance, so nothing must be looked up. */
  get isIdentity(): boolean {
    return this.#resolve === undefined;
  }

  /** Finds the id of the instance; `undefined` if the id is unknown. */
  async find(id: string): Promise<string | undefined> {
    return this.#resolve === undefined ? id : await this.#resolve(id);
  }

  /**
   * Finds the id of the instance.
   *
   * @param id Any id.
   * @param task The task that fails without it, as in `Cannot put process instance variable x`.
   * @throws {NotFoundError} If the id is unknown.
   */
  async get(id: string, task: string): Promise<string> {
    const owner = this.#resolve === undefined ? id : await this.#resolve(id);
    if (owner !== undefined) return owner;
    throw new NotFoundError(
      "RestException",
      `${task}: execution ${shorten(id)} doesn't exist: execution is null`,
    );
  }

  /** Yields those ids of stored instances that are mapped to themselves. The others are not shown. */
  async *own(kept: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const id of kept) {
      if (this.#resolve === undefined || (await this.#resolve(id)) === id) yield id;
    }
  }
}
