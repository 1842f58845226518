import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { listenAndServe } from "../../server/node/_listen_and_serve.ts";
import { Engine } from "../../server/testing/_engine.ts";
import { RunningTestEngine } from "../../server/testing/_running_test_engine.ts";
import { ServedEngine } from "../../server/testing/hosts/_served_engine.ts";
import { clientOf, type Open, type Transport, type TransportOptions } from "./_client.ts";
import { answerOf, requestOf } from "./_fetch_transport.ts";
import { withAgent } from "./_node_transports.ts";

/** Makes a transport to the double of an engine. */
type MakeTransport = (storage: VariableStorage) => Transport;

const overSocket: MakeTransport = (storage) => ({
  name: "by the double over a socket",
  isHttp: true,
  isDouble: true,
  withServer: (options, run) =>
    withDouble(storage, options, ({ port, holding }) =>
      withAgent(port, (open) => run(clientOf(holding(open)))),
    ),
});

const byFetch: MakeTransport = (storage) => ({
  name: "by the double's fetch",
  isHttp: false,
  isDouble: true,
  withServer: (options, run) =>
    withDouble(storage, options, ({ engine, holding }) =>
      run(clientOf(holding(async (wanted) => answerOf(await engine.fetch(requestOf(wanted)))))),
    ),
});

/** The ways to the double of an engine that has the variables of a storage. */
export const DOUBLES: readonly MakeTransport[] = [overSocket, byFetch];

interface Double {
  readonly engine: RunningTestEngine;
  readonly port: number;
  /** Lets the instances exist that a request is about: to a server of varpost each id is one. */
  readonly holding: (open: Open) => Open;
}

/** The paths of the lists of instances. */
const INSTANCES = /\/process-instance(?:\/count)?(?:\?|$)/;

/** The path of an instance, and of what is taken for one. */
const INSTANCE =
  /^(?:\/engine-rest(?:\/engine\/default)?)?\/(?:process-instance|execution|task)\/([^/?;]+)/;

async function withDouble(
  storage: VariableStorage,
  { variables, log = () => {}, allowedHosts = [] }: TransportOptions,
  run: (double: Double) => Promise<void>,
): Promise<void> {
  const own = new MemoryStorage();
  const engine = new Engine({
    shared: { storage, variables },
    own: { storage: own, variables: new ProcessVariables({ storage: own }) },
    objects: "Json",
    passThrough: undefined,
    journal: {},
    log,
  });
  const server = await listenAndServe({ port: 0, allowedHosts }, log, (bound) => {
    const { resource, handle } = engine.serve(bound.allowedHosts);
    return new ServedEngine(resource, handle);
  });
  const running = new RunningTestEngine(engine, server, new Map(), () => own.close());
  const holding =
    (open: Open): Open =>
    async (request) => {
      if (INSTANCES.test(request.path)) await engine.world.adopt();
      const [, id] = INSTANCE.exec(request.path) ?? [];
      if (id !== undefined && isId(id)) await running.seed({ [decodeURIComponent(id)]: {} });
      return await open(request);
    };
  try {
    await run({ engine: running, port: server.port, holding });
  } finally {
    await running.close();
  }
}

function isId(segment: string): boolean {
  try {
    return !/\0|^count$/.test(decodeURIComponent(segment));
  } catch {
    return false;
  }
}
