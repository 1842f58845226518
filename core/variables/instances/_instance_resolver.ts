import { shorten } from "../../errors/_shorten.ts";
import { NotFoundError } from "../errors/not_found_error.ts";
import type { ProcessVariablesOptions } from "../options/process_variables_options.ts";

/** Finds the process instance that an id means. */
export class InstanceResolver {
  readonly #resolve: ProcessVariablesOptions["resolveInstance"];

  /** @param resolve The embedder's own way; without one, every id is an instance. */
  constructor(resolve: ProcessVariablesOptions["resolveInstance"]) {
    this.#resolve = resolve;
  }

  /** Whether every id is that of an instance, so that there is nothing to find. */
  get isIdentity(): boolean {
    return this.#resolve === undefined;
  }

  /** The id of the instance; `undefined` if there is none. */
  async find(id: string): Promise<string | undefined> {
    return this.#resolve === undefined ? id : await this.#resolve(id);
  }

  /**
   * The id of the instance.
   *
   * @param id Any id.
   * @param task What cannot be done without it, as in `Cannot put process instance variable x`.
   * @throws {NotFoundError} If there is none.
   */
  async get(id: string, task: string): Promise<string> {
    const owner = this.#resolve === undefined ? id : await this.#resolve(id);
    if (owner !== undefined) return owner;
    throw new NotFoundError(
      "RestException",
      `${task}: execution ${shorten(id)} doesn't exist: execution is null`,
    );
  }

  /** Of ids under which something is kept, those that are instances: whose id is not found, or means another, is not shown. */
  async *own(kept: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const id of kept) {
      if (this.#resolve === undefined || (await this.#resolve(id)) === id) yield id;
    }
  }

  /** The instances of several ids, each once, without those of none. */
  async *findAll(ids: readonly string[]): AsyncGenerator<string> {
    const seen = new Set<string>();
    for (const id of ids) {
      const owner = await this.find(id);
      if (owner === undefined || seen.has(owner)) continue;
      seen.add(owner);
      yield owner;
    }
  }
}
