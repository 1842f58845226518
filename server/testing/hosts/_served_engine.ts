import type { RestResource } from "../../../core/rest/_rest_resource.ts";
import type { Task } from "../../../core/rest/_task.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { Exchange } from "../../node/_exchange.ts";
import type { Served } from "../../node/_served.ts";
import type { EngineHandler } from "./_engine_handler.ts";

/** The engine behind a `node:http` server. */
export class ServedEngine implements Served {
  readonly #resource: RestResource;
  readonly #handle: EngineHandler;

  /**
   * @param resource Answers what never reaches the engine.
   * @param handle The engine.
   */
  constructor(resource: RestResource, handle: EngineHandler) {
    this.#resource = resource;
    this.#handle = handle;
  }

  accept(exchange: Exchange): Task {
    const operation = () =>
      this.#handle({
        request: exchange,
        headers: headersOf(exchange),
        reset: () => exchange.request.socket.resetAndDestroy(),
      });
    return this.#resource.task(exchange, operation);
  }

  refuse(exchange: Exchange, error: unknown): RestResponse {
    return this.#resource.refuse(exchange, error);
  }
}

function headersOf({ headers }: Exchange): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all[name] = typeof value === "string" ? value : value.join(", ");
  }
  return all;
}
