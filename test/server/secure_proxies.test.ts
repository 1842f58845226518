/** The configurations of `docs` with TLS, before two servers on Unix sockets that share a storage. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { Agent, type RequestOptions, request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { createAccess } from "../../server/access/create_access.ts";
import type { RunningServer } from "../../server/node/running_server.ts";
import { startServer } from "../../server/node/start_server.ts";
import { openToEverybody } from "../support/as_nobody.ts";
import { noCaddy, withCaddy } from "../support/caddy.ts";
import { noNginx, withSecureNginx } from "../support/nginx.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { testUnless } from "../support/test_unless.ts";
import { until } from "../support/until.ts";
import { CountingStorage } from "./_counting_storage.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { AUTHORITY } from "./_https_client.ts";
import { cheapHash } from "./access/_files.ts";

const test = suite("a proxy with TLS before Unix sockets");

const PATH = "/process-instance/i/variables/v/data";
const AUTH = "anna:swordfish";
const FORM = { method: "POST", headers: { "content-type": FORM_TYPE } };

/** What runs behind a proxy. */
interface Behind {
  readonly url: string;
  readonly storage: CountingStorage;
  /** Stops the first or the second server, and starts another one in its place. */
  restart(index: 0 | 1): Promise<void>;
}

type WithProxy = typeof withCaddy;

function withServers(withProxy: WithProxy, run: (behind: Behind) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    await openToEverybody(directory);
    const usersFile = join(directory, "users");
    await writeFile(usersFile, `anna:${cheapHash("swordfish")}\n`);
    const { authorize } = await createAccess({ usersFile });
    const storage = new CountingStorage(new MemoryStorage());
    const variables = new ProcessVariables({ storage });
    const paths: [string, string] = [join(directory, "a.sock"), join(directory, "b.sock")];
    const start = (path: string) =>
      startServer({ variables, authorize, unixSocket: { path, mode: 0o666 } });
    const servers: RunningServer[] = [await start(paths[0]), await start(paths[1])];
    const restart = async (index: 0 | 1) => {
      await servers[index]?.close();
      servers[index] = await start(paths[index]);
    };
    try {
      await withProxy(paths, (url) => run({ url, storage, restart }));
    } finally {
      for (const server of servers) await server.close(0);
    }
  });
}

/** Asks, and checks the certificate. */
async function ask(
  url: string,
  options: RequestOptions = {},
  body: AsyncIterable<Uint8Array> | readonly Uint8Array[] = [],
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const asked = request(url, {
    auth: AUTH,
    agent: false,
    family: 4,
    ca: AUTHORITY,
    servername: "localhost",
    ...options,
  });
  const answered = once(asked, "response");
  for await (const chunk of body) asked.write(chunk);
  asked.end();
  const [response] = await answered;
  return { status: response.statusCode, body: await text(response) };
}

function authenticates(withProxy: WithProxy): Promise<void> {
  return withServers(withProxy, async ({ url }) => {
    const version = `${url}/version`;
    assert.deepEqual(await ask(version), { status: 200, body: '{"version":"7.24.0"}' });
    assert.equal((await ask(version, { auth: "anna:wrong" })).status, 401);
  });
}

function passesOn(withProxy: WithProxy): Promise<void> {
  return withServers(withProxy, async ({ url, storage }) => {
    const content = Buffer.alloc(5_000_000, "content");
    const body = form({ name: "data", content }, { name: "valueType", content: "Bytes" });
    const half = body.length / 2;
    async function* halves(): AsyncGenerator<Uint8Array> {
      yield body.subarray(0, half);
      // Waits for ever if the proxy keeps the first half until it has the second.
      await until(() => storage.staged > half / 2);
      yield body.subarray(half);
    }
    assert.equal((await ask(url + PATH, FORM, halves())).status, 204);
    assert.equal((await ask(url + PATH)).body, content.toString());
  });
}

function losesNothing(withProxy: WithProxy, writes: boolean): Promise<void> {
  return withServers(withProxy, async ({ url, restart }) => {
    const body = [form({ name: "data", content: "small" })];
    assert.equal((await ask(url + PATH, FORM, body)).status, 204);
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const answers = new Map<string, number>();
    let asked = 0;
    let isOver = false;
    const client = async () => {
      while (!isOver) {
        const isWrite = asked++ % 2 === 0 && writes;
        const asking = isWrite
          ? ask(url + PATH, { ...FORM, agent }, body)
          : ask(url + PATH, { agent });
        const { status } = await asking.catch((error: Error) => ({ status: error.message }));
        const kind = `${isWrite ? "post" : "get"} ${status}`;
        answers.set(kind, (answers.get(kind) ?? 0) + 1);
      }
    };
    const clients = [client(), client(), client(), client()];
    for (let round = 0; round < 10; round++) {
      const before = asked;
      await restart(round % 2 === 0 ? 0 : 1);
      await until(() => asked > before + 20);
    }
    isOver = true;
    await Promise.all(clients);
    agent.destroy();
    assert.deepEqual([...answers.keys()].sort(), writes ? ["get 200", "post 204"] : ["get 200"]);
  });
}

for (const [proxy, missing, withProxy] of [
  ["nginx", noNginx(), withSecureNginx],
  ["Caddy", noCaddy(), withCaddy],
] as const) {
  const testHere = testUnless(test, missing);
  testHere(`${proxy} passes on names and passwords`, () => authenticates(withProxy));
  testHere(`${proxy} passes on what comes of an upload before its end`, () => passesOn(withProxy));
}
testUnless(test, noNginx())("nginx loses no request while the servers restart in turn", () =>
  losesNothing(withSecureNginx, true),
);
testUnless(test, noCaddy())("Caddy loses no read while the servers restart in turn", () =>
  losesNothing(withCaddy, false),
);
