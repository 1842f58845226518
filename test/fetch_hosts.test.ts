/** What a client gets from the Fetch handler, wherever it is mounted. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { H3 } from "h3";
import { Hono } from "hono";
import { MemoryStorage } from "../adapters/memory.ts";
import { ProcessVariables } from "../core/mod.ts";
import { createFetchHandler } from "../core/rest/fetch/mod.ts";
import { suite } from "./support/suite.ts";

type Fetch = (request: Request) => Response | Promise<Response>;

const test = suite("the Fetch handler");
const VARIABLE = "/process-instance/i/variables/v";
/** Larger than what any host holds. */
const LARGE = Buffer.alloc(5_000_000, "large");

function mount(basePath = "") {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  return createFetchHandler({ variables, basePath });
}

/** Serves on a port of Node what answers requests of its kind. */
async function withServer(fetch: Fetch, run: (url: string) => Promise<void>): Promise<void> {
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, () =>
      resolve(listening),
    );
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  try {
    await run(`http://127.0.0.1:${address.port}`);
  } finally {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

/** Every method answers, errors are those of varpost, and large bodies come whole. */
async function check(url: string): Promise<void> {
  const variable = `${url}${VARIABLE}`;
  const put = (body: string) =>
    fetch(variable, { method: "PUT", headers: { "content-type": "application/json" }, body });
  assert.equal((await put('{"value":42}')).status, 204);
  const read = await fetch(variable);
  assert.equal(await read.text(), '{"type":"Integer","value":42,"valueInfo":{}}');
  const refused = await put('{"value":"x","type":"Integer"}');
  assert.equal(refused.status, 400);
  assert.equal(JSON.parse(await refused.text()).type, "InvalidRequestException");
  const form = new FormData();
  form.set("data", new Blob([LARGE]));
  assert.equal((await fetch(`${variable}/data`, { method: "POST", body: form })).status, 204);
  const large = await fetch(`${variable}/data`);
  assert.ok(LARGE.equals(Buffer.from(await large.arrayBuffer())));
  const head = await fetch(`${variable}/data`, { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.get("etag")], [200, large.headers.get("etag")]);
  const allowed = await fetch(variable, { method: "OPTIONS" });
  assert.match(allowed.headers.get("allow") ?? "", /PUT/);
  assert.equal((await fetch(variable, { method: "DELETE" })).status, 204);
  assert.equal((await fetch(variable)).status, 404);
}

test("is mounted in hono", () => {
  const handler = mount("/api/camunda");
  const app = new Hono();
  app.all("/api/camunda/*", (context) => handler(context.req.raw));
  return withServer(app.fetch, (url) => check(`${url}/api/camunda`));
});

test("is mounted in h3", () => {
  const handler = mount("/api/camunda");
  const app = new H3();
  app.all("/api/camunda/**", (event) => handler(event.req));
  return withServer(
    (request) => app.fetch(request),
    (url) => check(`${url}/api/camunda`),
  );
});

test("is the route of a framework that wants a function for each method, such as Next", async () => {
  const route = await import("./runtimes/examples/next_route.ts");
  const methods = new Map<string, Fetch>(Object.entries(route));
  const answer: Fetch = (request) =>
    methods.get(request.method)?.(request) ?? new Response(null, { status: 405 });
  await withServer(answer, (url) => check(`${url}/api/camunda`));
});

test("is what Deno.serve() takes", async () => {
  let answer: Fetch | undefined;
  const serve = (_options: unknown, handler: Fetch) => {
    answer = handler;
  };
  await withGlobal("Deno", { serve }, () => import("./runtimes/examples/deno_serve.ts"));
  assert.ok(answer !== undefined);
  await withServer(answer, check);
});

test("is what Bun.serve() takes", async () => {
  let answer: Fetch | undefined;
  const serve = (options: { readonly fetch: Fetch }) => {
    answer = options.fetch;
    return { url: new URL("http://localhost") };
  };
  await withGlobal("Bun", { serve }, () => import("./runtimes/examples/bun_serve.ts"));
  assert.ok(answer !== undefined);
  await withServer(answer, check);
});

test("is what a worker exports", async () => {
  const worker = await import("./runtimes/examples/worker.ts");
  await withServer(worker.default.fetch, check);
});

test("answers the fetch events of a service worker", async () => {
  let listen = (_event: FetchEvent) => {};
  const add = (type: string, listener: typeof listen) => {
    assert.equal(type, "fetch");
    listen = listener;
  };
  await withGlobal("addEventListener", add, () => import("./runtimes/examples/service_worker.ts"));
  const answer: Fetch = (request) => {
    let given: Promise<Response> | undefined;
    const respondWith = (response: Promise<Response>) => {
      given = response;
    };
    listen({ request, respondWith });
    return given ?? new Response("from the network", { status: 404 });
  };
  await withServer(answer, async (url) => {
    await check(`${url}/engine-rest`);
    assert.equal(await (await fetch(`${url}/index.html`)).text(), "from the network");
  });
});

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Gives the process a global of another runtime while `run` runs. */
async function withGlobal(
  name: string,
  value: unknown,
  run: () => Promise<unknown>,
): Promise<void> {
  assert.ok(!(name in globalThis));
  Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    await run();
  } finally {
    Reflect.deleteProperty(globalThis, name);
  }
}
