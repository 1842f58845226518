import { RestResource } from "../../core/rest/_rest_resource.ts";
import { Task } from "../../core/rest/_task.ts";
import { refusal } from "../../core/rest/answers/_refusal.ts";
import { ErrorReporter } from "../../core/rest/errors/_error_reporter.ts";
import type { RestRequest } from "../../core/rest/rest_request.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import type { Route } from "../../core/rest/routes/_route_table.ts";
import { ROUTES } from "../../core/rest/routes/_routes.ts";
import { findTarget } from "./_call_target.ts";
import { runTask } from "./_run_task.ts";
import { externalTaskRoutes } from "./external_tasks/_external_task_routes.ts";
import { refusedTaskRoute } from "./external_tasks/_refused_task_route.ts";
import { CallPause } from "./faults/_call_pause.ts";
import { describeFault } from "./faults/_describe_fault.ts";
import { Faults } from "./faults/_faults.ts";
import { runUnderFaults } from "./faults/_run_under_faults.ts";
import type { EngineHandler } from "./hosts/_engine_handler.ts";
import { instanceListRoutes } from "./instances/_instance_list_routes.ts";
import { instanceRoutes } from "./instances/_instance_routes.ts";
import { Journal } from "./journal/_journal.ts";
import type { JournalEntry } from "./journal/_journal_entry.ts";
import type { JournalOptions } from "./journal/journal_options.ts";
import { passOn } from "./routes/_pass_on.ts";
import { runTestRoute, type TestRouteMatch, TestRoutes } from "./routes/_test_routes.ts";
import { scopedRoutes } from "./scopes/_scoped_routes.ts";
import { Look } from "./world/_look.ts";
import { World, type WorldParts } from "./world/_world.ts";

/** A fault is on purpose, so the log has no line of it. */
const QUIET = { errors: new ErrorReporter(() => {}) };

/** What the engine is made of. */
export interface EngineParts extends WorldParts {
  readonly passThrough: URL | undefined;
  readonly journal: JournalOptions;
}

/** The engine without its hosts: its state, and its answers. */
export class Engine {
  readonly world: World;
  readonly look: Look;
  readonly faults: Faults = new Faults();
  readonly journal: Journal;
  readonly routes: TestRoutes = new TestRoutes();
  /** The ids of all operations. */
  readonly operations: ReadonlySet<string>;
  readonly #parts: EngineParts;
  readonly #served: readonly Route[];

  /** @param parts What it is made of. */
  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.world = new World(parts);
    this.look = new Look(this.world);
    this.journal = new Journal(parts.journal, () => this.world.clock.now());
    const { instances, scopes, tasks } = this.world;
    this.#served = [
      ...externalTaskRoutes(tasks),
      ...instanceListRoutes(instances),
      ...instanceRoutes(instances, (instance) => this.world.end(instance)),
      ...scopedRoutes(ROUTES, scopes),
    ];
    const operations = this.#served.flatMap((route) => Object.values(route.operations));
    this.operations = new Set(operations.map(({ id }) => id));
  }

  /**
   * Makes what one host needs.
   *
   * @param allowedHosts The hosts that are served; an empty list means all.
   */
  serve(allowedHosts: readonly string[]): { resource: RestResource; handle: EngineHandler } {
    const { shared, log } = this.#parts;
    const resource = new RestResource(
      { variables: shared.variables, allowedHosts },
      log,
      this.#served,
    );
    const handle: EngineHandler = async (hosted) => {
      // What the test has seeded and added before is seen by every request.
      await this.world.turns.idle();
      const { target, route } = findTarget(hosted.request, resource, this.routes);
      const entry = this.journal.begin({ ...hosted, target });
      try {
        return entry.answer(await this.#serve(entry, route, resource));
      } catch (error) {
        entry.abort();
        throw error;
      }
    };
    return { resource, handle };
  }

  /** Serves a request under the faults of the test. */
  async #serve(
    entry: JournalEntry,
    route: TestRouteMatch | undefined,
    resource: RestResource,
  ): Promise<RestResponse> {
    const { call, recorded } = entry;
    const faults = this.faults.take(call.target);
    if (faults.length > 0) recorded.fault = faults.map(describeFault).join(", ");
    const { passThrough } = this.#parts;
    recorded.passedThrough =
      passThrough !== undefined && route === undefined && call.target.operation === undefined;
    const accept = (request: RestRequest) => {
      const toServe = { ...call, request };
      if (route !== undefined) return resource.task(request, () => runTestRoute(route, toServe));
      if (recorded.passedThrough && passThrough !== undefined) {
        return resource.task(request, () => passOn(toServe, passThrough));
      }
      const accepted = resource.accept(request);
      if (accepted instanceof Task) return accepted;
      const refused = refusedTaskRoute(call.target, accepted.status);
      return refused === undefined ? accepted : resource.refuse(request, refused);
    };
    const run = (request: RestRequest) => runTask(accept(request), entry.log);
    const pause = new CallPause(call, this.world.clock, this.faults.signal);
    const refuse = (error: unknown) => refusal(QUIET, call.request, error);
    const answer = await runUnderFaults(faults, call, run, pause, refuse);
    const isOfTest = route !== undefined || faults.length > 0;
    if (isOfTest || call.target.operation === undefined) await entry.readUnread();
    return answer;
  }
}
