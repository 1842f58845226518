import { RestResource } from "../../core/rest/_rest_resource.ts";
import { Task } from "../../core/rest/_task.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import { ROUTES } from "../../core/rest/routes/_routes.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { findTarget } from "./_call_target.ts";
import type { EngineCall } from "./_engine_call.ts";
import { Turns } from "./_turns.ts";
import { EngineClock } from "./clock/_engine_clock.ts";
import type { EngineHandler } from "./hosts/_engine_handler.ts";
import { instanceListRoutes } from "./instances/_instance_list_routes.ts";
import { instanceRoutes } from "./instances/_instance_routes.ts";
import { type Instance, Instances } from "./instances/_instances.ts";
import { passOn } from "./routes/_pass_on.ts";
import { runTestRoute, type TestRouteMatch, TestRoutes } from "./routes/_test_routes.ts";
import { scopedRoutes } from "./scopes/_scoped_routes.ts";
import { type KeptVariables, Scopes } from "./scopes/_scopes.ts";

/** What the engine is made of. */
export interface EngineParts {
  /** The variables of process instances. */
  readonly shared: KeptVariables;
  /** The variables that belong to executions alone. */
  readonly own: KeptVariables;
  readonly passThrough: URL | undefined;
  /** Must not throw. */
  readonly log: Log;
}

/** The engine without its hosts: its state, and its answers. */
export class Engine {
  readonly clock: EngineClock = new EngineClock();
  readonly routes: TestRoutes = new TestRoutes();
  readonly instances: Instances = new Instances();
  readonly turns: Turns = new Turns();
  readonly #parts: EngineParts;
  readonly #scopes: Scopes;

  /** @param parts What it is made of. */
  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#scopes = new Scopes(this.instances, parts.shared, parts.own);
  }

  /**
   * Makes what one host needs.
   *
   * @param allowedHosts The hosts that are served; an empty list means all.
   */
  serve(allowedHosts: readonly string[]): { resource: RestResource; handle: EngineHandler } {
    const { shared, log } = this.#parts;
    const routes = [
      ...instanceListRoutes(this.instances),
      ...instanceRoutes(this.instances, (instance) => this.#end(instance)),
      ...scopedRoutes(ROUTES, this.#scopes),
    ];
    const resource = new RestResource({ variables: shared.variables, allowedHosts }, log, routes);
    const handle: EngineHandler = async (hosted) => {
      // What the test has seeded and added before is seen by every request.
      await this.turns.idle();
      const { target, route } = findTarget(hosted.request, resource, this.routes);
      const accepted = this.#accept({ ...hosted, target }, route, resource);
      return accepted instanceof Task ? await runTask(accepted) : accepted;
    };
    return { resource, handle };
  }

  #accept(
    call: EngineCall,
    route: TestRouteMatch | undefined,
    resource: RestResource,
  ): Task | RestResponse {
    const { request, target } = call;
    const { passThrough } = this.#parts;
    if (route !== undefined) return resource.task(request, () => runTestRoute(route, call));
    if (target.operation === undefined && passThrough !== undefined) {
      return resource.task(request, () => passOn(call, passThrough));
    }
    return resource.accept(request);
  }

  /** Ends all instances, forgets all variables, and goes back to real time. */
  async clear(): Promise<void> {
    this.clock.reset();
    this.routes.clear();
    await this.turns.run(async () => {
      for (const instance of [...this.instances.all()]) this.instances.delete(instance);
      for (const { storage } of [this.#parts.shared, this.#parts.own]) await clearStorage(storage);
    });
  }

  #end(instance: Instance): Promise<void> {
    return this.turns.run(async () => {
      const { id, executions } = instance;
      for (const scope of [...executions, id]) await this.#scopes.clear(scope);
      this.instances.delete(instance);
    });
  }
}

async function runTask(task: Task): Promise<RestResponse> {
  try {
    return await task.run();
  } catch (error) {
    if (error instanceof ClientAbortError) throw error;
    return task.refuse(error);
  }
}

async function clearStorage(storage: VariableStorage): Promise<void> {
  for (;;) {
    const ids = await storage.instances();
    if (ids.length === 0) return;
    for (const id of ids) await storage.apply(id, [{ op: "clear" }]);
  }
}
