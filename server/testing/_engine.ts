import { RestResource } from "../../core/rest/_rest_resource.ts";
import { refusal } from "../../core/rest/answers/_refusal.ts";
import { ErrorReporter } from "../../core/rest/errors/_error_reporter.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { RestRequest } from "../../core/rest/rest_request.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import { ROUTES } from "../../core/rest/routes/_routes.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { findTarget } from "./_call_target.ts";
import { runTask } from "./_run_task.ts";
import { Turns } from "./_turns.ts";
import { EngineClock } from "./clock/_engine_clock.ts";
import { CallPause } from "./faults/_call_pause.ts";
import { describeFault } from "./faults/_describe_fault.ts";
import { Faults } from "./faults/_faults.ts";
import { runUnderFaults } from "./faults/_run_under_faults.ts";
import type { EngineHandler } from "./hosts/_engine_handler.ts";
import { instanceListRoutes } from "./instances/_instance_list_routes.ts";
import { instanceRoutes } from "./instances/_instance_routes.ts";
import { type Instance, Instances } from "./instances/_instances.ts";
import { Journal } from "./journal/_journal.ts";
import type { JournalEntry } from "./journal/_journal_entry.ts";
import type { JournalOptions } from "./journal/journal_options.ts";
import { passOn } from "./routes/_pass_on.ts";
import { runTestRoute, type TestRouteMatch, TestRoutes } from "./routes/_test_routes.ts";
import { scopedRoutes } from "./scopes/_scoped_routes.ts";
import { type KeptVariables, Scopes } from "./scopes/_scopes.ts";

/** A fault is on purpose, so the log has no line of it. */
const QUIET = { errors: new ErrorReporter(() => {}) };

/** What the engine is made of. */
export interface EngineParts {
  /** The variables of process instances. */
  readonly shared: KeptVariables;
  /** The variables that belong to executions alone. */
  readonly own: KeptVariables;
  readonly passThrough: URL | undefined;
  readonly journal: JournalOptions;
  /** Must not throw. */
  readonly log: Log;
}

/** The engine without its hosts: its state, and its answers. */
export class Engine {
  readonly clock: EngineClock = new EngineClock();
  readonly faults: Faults = new Faults();
  readonly journal: Journal;
  readonly routes: TestRoutes = new TestRoutes();
  readonly instances: Instances = new Instances();
  readonly turns: Turns = new Turns();
  readonly #parts: EngineParts;
  readonly #scopes: Scopes;

  /** @param parts What it is made of. */
  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.journal = new Journal(parts.journal, () => this.clock.now());
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
      return resource.accept(request);
    };
    const run = (request: RestRequest) => runTask(accept(request), entry.log);
    const pause = new CallPause(call, this.clock, this.faults.signal);
    const refuse = (error: unknown) => refusal(QUIET, call.request, error);
    const answer = await runUnderFaults(faults, call, run, pause, refuse);
    const isOfTest = route !== undefined || faults.length > 0;
    if (isOfTest || call.target.operation === undefined) await entry.readUnread();
    return answer;
  }

  /** Ends all instances, forgets all variables, and goes back to real time. */
  async clear(): Promise<void> {
    this.faults.reset();
    this.clock.reset();
    this.routes.clear();
    this.journal.reset();
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

async function clearStorage(storage: VariableStorage): Promise<void> {
  for (;;) {
    const ids = await storage.instances();
    if (ids.length === 0) return;
    for (const id of ids) await storage.apply(id, [{ op: "clear" }]);
  }
}
