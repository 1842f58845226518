// Not the globals, which test runners replace by timers of their own.
import { clearTimeout, setTimeout } from "node:timers";
import type { RunningServer } from "../node/running_server.ts";
import { checkOperation } from "./_check_operation.ts";
import type { Engine } from "./_engine.ts";
import type { ExternalTask } from "./external_tasks/external_task.ts";
import type { NewExternalTask } from "./external_tasks/new_external_task.ts";
import type { Fault } from "./faults/fault.ts";
import type { FaultFilter } from "./faults/fault_filter.ts";
import type { FaultHandle } from "./faults/fault_handle.ts";
import type { EngineHandler } from "./hosts/_engine_handler.ts";
import { fetchEngine, type RunningFetch } from "./hosts/_fetch_engine.ts";
import type { RecordedRequest } from "./journal/recorded_request.ts";
import type { RequestSelector } from "./journal/recorded_request_filter.ts";
import type { WaitOptions } from "./journal/wait_options.ts";
import type { RouteHandler, RouteMethod } from "./routes/test_route.ts";
import type { TestEngine } from "./test_engine.ts";
import type { PlainValue } from "./values/plain_value.ts";
import type { Snapshot } from "./values/snapshot.ts";
import type { TestVariables } from "./values/test_value.ts";
import type { Seeds } from "./world/_world.ts";

/** How long requests that are still running may take when the engine is closed. Milliseconds. */
const CLOSE_DEADLINE_MS = 500;

/** A test engine behind a server. */
export class RunningTestEngine implements TestEngine {
  readonly url: string;
  readonly #engine: Engine;
  readonly #server: RunningServer;
  readonly #seeds: Seeds;
  readonly #closeStorages: () => Promise<void>;
  readonly #handle: EngineHandler;
  readonly #fetches = new Set<RunningFetch>();
  #closed: Promise<void> | undefined;

  /**
   * @param engine The engine.
   * @param server The server in front of it.
   * @param seeds What it held at the start.
   * @param closeStorages Closes the storages that are its own.
   */
  constructor(
    engine: Engine,
    server: RunningServer,
    seeds: Seeds,
    closeStorages: () => Promise<void>,
  ) {
    this.url = `${server.url}/engine-rest`;
    this.#engine = engine;
    this.#server = server;
    this.#seeds = seeds;
    this.#closeStorages = closeStorages;
    this.#handle = engine.serve([]).handle;
  }

  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    if (this.#closed !== undefined) return Promise.reject(refusedError());
    const resource = typeof input === "string" ? new URL(input, this.url) : input;
    return fetchEngine(this.#handle, new Request(resource, init), this.#fetches);
  }

  async seed(variables: Readonly<Record<string, TestVariables>>): Promise<void> {
    const { world } = this.#engine;
    await world.seed(world.checkSeeds(variables));
  }

  addExternalTask(task: NewExternalTask): ExternalTask {
    return this.#engine.world.addExternalTask(task);
  }

  value(instanceId: string, name: string): Promise<PlainValue | undefined> {
    return this.#engine.look.value(instanceId, name);
  }

  bytes(instanceId: string, name: string): Promise<Uint8Array | null | undefined> {
    return this.#engine.look.bytes(instanceId, name);
  }

  variables(instanceId: string): Promise<Readonly<Record<string, PlainValue>>> {
    return this.#engine.look.variables(instanceId);
  }

  snapshot(): Promise<Snapshot> {
    return this.#engine.look.snapshot();
  }

  get requests(): readonly RecordedRequest[] {
    return this.#engine.journal.requests;
  }

  findRequests(filter: RequestSelector): readonly RecordedRequest[] {
    this.#check(filter);
    return this.#engine.journal.find(filter);
  }

  waitForRequest(filter: RequestSelector, options?: WaitOptions): Promise<RecordedRequest> {
    try {
      this.#check(filter);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#engine.journal.waitFor(filter, options);
  }

  fault(filter: FaultFilter, fault: Fault): FaultHandle {
    this.#check(filter);
    return this.#engine.faults.add(filter, fault);
  }

  route(method: RouteMethod, path: string, handler: RouteHandler): void {
    this.#engine.routes.add(method, path, handler);
  }

  now(): number {
    return this.#engine.world.clock.now();
  }

  advance(ms: number): Promise<void> {
    return this.#engine.world.clock.advance(ms);
  }

  async reset(): Promise<void> {
    const { faults, journal, routes, world } = this.#engine;
    faults.reset();
    routes.clear();
    const reset = world.reset(this.#seeds);
    // In the next turn: a request that comes meanwhile waits for it, and stands in the new journal.
    await Promise.all([reset, world.turns.run(() => journal.reset())]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #check(filter: RequestSelector | FaultFilter): void {
    if (typeof filter === "object" && filter !== null) {
      checkOperation(filter, this.#engine.operations);
    }
  }

  async #close(): Promise<void> {
    const { faults, journal, world } = this.#engine;
    faults.reset();
    world.close();
    await Promise.all([this.#server.close(CLOSE_DEADLINE_MS), this.#endFetches()]);
    journal.close();
    await this.#closeStorages();
  }

  /** As over a socket: what is running may end, and what takes longer is reset. */
  async #endFetches(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise((resolve) => {
      timer = setTimeout(resolve, CLOSE_DEADLINE_MS);
    });
    const answers = [...this.#fetches].map(({ answer }) => answer);
    await Promise.race([Promise.allSettled(answers), tooLate]);
    clearTimeout(timer);
    for (const fetching of this.#fetches) fetching.reset();
  }
}

/** What `fetch` of Node.js throws if nobody listens any more. */
function refusedError(): TypeError {
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  return new TypeError("fetch failed", { cause });
}
