import { Task } from "../../../core/rest/_task.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { Observation } from "./_observation.ts";

/** A task whose answer is observed. */
export class ObservedTask extends Task {
  readonly #task: Task;
  readonly #observation: Observation;

  /**
   * @param task The task.
   * @param observation Its request.
   */
  constructor(task: Task, observation: Observation) {
    super(task.service, task.request, task.parameters, task.operation, task.cors);
    this.#task = task;
    this.#observation = observation;
    observation.task = task;
  }

  override async run(): Promise<RestResponse> {
    return this.#observation.answer(await this.#task.run());
  }

  override refuse(error: unknown): RestResponse {
    return this.#observation.answer(this.#task.refuse(error));
  }
}
