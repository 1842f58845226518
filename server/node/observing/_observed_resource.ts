import type { RestResource } from "../../../core/rest/_rest_resource.ts";
import { Task } from "../../../core/rest/_task.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { RouteMatch } from "../../../core/rest/routes/_route_table.ts";
import type { Exchange } from "../_exchange.ts";
import type { Served } from "../_served.ts";
import type { Observation } from "./_observation.ts";
import { ObservedTask } from "./_observed_task.ts";
import type { Observing } from "./_observing.ts";

/** Gives what serves the requests of a REST resource: the resource itself if nobody observes them. */
export function observed(resource: RestResource, observing: Observing | undefined): Served {
  return observing === undefined ? resource : new ObservedResource(resource, observing);
}

/** A REST resource whose requests are observed. */
class ObservedResource implements Served {
  readonly #resource: RestResource;
  readonly #observing: Observing;
  readonly #onEnd = (observation: Observation) => this.#end(observation);

  /**
   * @param resource The resource.
   * @param observing Tells the observers.
   */
  constructor(resource: RestResource, observing: Observing) {
    this.#resource = resource;
    this.#observing = observing;
  }

  accept(exchange: Exchange): Task | RestResponse {
    const observation = this.#observing.begin(exchange, this.#onEnd);
    const accepted = this.#resource.accept(observation.request);
    if (accepted instanceof Task) return new ObservedTask(accepted, observation);
    return observation.answer(accepted);
  }

  refuse(exchange: Exchange, error: unknown): RestResponse {
    const { observation: latest } = exchange.connection;
    const isKnown = latest?.response === exchange.response;
    const observation = isKnown ? latest : this.#observing.begin(exchange, this.#onEnd);
    return observation.answer(this.#resource.refuse(exchange, error));
  }

  #end(observation: Observation): void {
    this.#observing.end(observation.ended(this.#match(observation.request.target)));
  }

  #match(target: string): RouteMatch | undefined {
    try {
      return this.#resource.find(target);
    } catch {
      // The target is broken, and its request was refused for that.
      return undefined;
    }
  }
}
