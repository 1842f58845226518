import { shorten } from "../../errors/_shorten.ts";
import { ForbiddenInstanceError } from "../errors/forbidden_instance_error.ts";
import { NotFoundError } from "../errors/not_found_error.ts";
import type { ProcessVariablesOptions } from "../options/process_variables_options.ts";

/** Whether a process instance may be read and changed. */
export type InstanceTest = (instanceId: string) => boolean;

/** Finds the process instance of an id. */
export class InstanceResolver {
  readonly #resolve: ProcessVariablesOptions["resolveInstance"];
  readonly #isAllowed: InstanceTest | undefined;

  /**
   * @param resolve The option `resolveInstance`. Without it every id is an instance.
   * @param isAllowed Which instances there are for this caller. Default: all.
   */
  constructor(resolve: ProcessVariablesOptions["resolveInstance"], isAllowed?: InstanceTest) {
    this.#resolve = resolve;
    this.#isAllowed = isAllowed;
  }

  /** Whether every id is an instance that may be used, so nothing must be looked up. */
  get isIdentity(): boolean {
    return this.#resolve === undefined && this.#isAllowed === undefined;
  }

  /** Whether the embedder says which ids are instances. Otherwise an instance exists if it has a variable. */
  get isMapped(): boolean {
    return this.#resolve !== undefined;
  }

  /** Makes a resolver that allows, of the instances that this one allows, those that pass a test. */
  narrowTo(isAllowed: InstanceTest): InstanceResolver {
    return new InstanceResolver(this.#resolve, (id) => this.#allows(id) && isAllowed(id) === true);
  }

  /**
   * Finds the id of the instance; `undefined` if the id is unknown.
   *
   * @throws {ForbiddenInstanceError} If the instance is not allowed.
   */
  async find(id: string): Promise<string | undefined> {
    const owner = await this.#owner(id);
    if (owner !== undefined && !this.#allows(owner)) {
      throw new ForbiddenInstanceError(
        `Cannot use process instance ${shorten(id)}: this caller may not read or change it`,
      );
    }
    return owner;
  }

  /**
   * Finds the id of the instance.
   *
   * @param id Any id.
   * @param task The task that fails without it, as in `Cannot put process instance variable x`.
   * @throws {NotFoundError} If the id is unknown.
   * @throws {ForbiddenInstanceError} If the instance is not allowed.
   */
  async get(id: string, task: string): Promise<string> {
    const owner = await this.find(id);
    if (owner !== undefined) return owner;
    throw new NotFoundError(
      "RestException",
      `${task}: execution ${shorten(id)} doesn't exist: execution is null`,
    );
  }

  /** Finds the id of the instance, for a search; `undefined` if the id is unknown, or the instance is not allowed. */
  async search(id: string): Promise<string | undefined> {
    const owner = await this.#owner(id);
    return owner !== undefined && this.#allows(owner) ? owner : undefined;
  }

  /** Whether a stored instance is shown: it is allowed, and the embedder maps its id to itself. */
  async isOwn(instanceId: string): Promise<boolean> {
    return this.#allows(instanceId) && (await this.#owner(instanceId)) === instanceId;
  }

  /** Yields those ids of stored instances that are shown. */
  async *own(kept: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const id of kept) if (await this.isOwn(id)) yield id;
  }

  #owner(id: string): string | undefined | Promise<string | undefined> {
    return this.#resolve === undefined ? id : this.#resolve(id);
  }

  #allows(instanceId: string): boolean {
    return this.#isAllowed === undefined || this.#isAllowed(instanceId);
  }
}
