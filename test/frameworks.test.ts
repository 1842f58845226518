/** What a client gets from varpost within express, fastify and hono: the whole listener, and the core alone. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import express, { type Application, json } from "express";
import fastify, { type Fastify } from "fastify";
import { type Context, Hono } from "hono";
import { MemoryStorage } from "../adapters/memory.ts";
import { type ByteSource, ProcessVariables } from "../core/mod.ts";
import { createRequestListener } from "../server/node/create_request_listener.ts";
import { suite } from "./support/suite.ts";

const VARIABLE = "/process-instance/i/variables/v";
const JSON_TYPE = { "content-type": "application/json" };

type Run = (url: string) => Promise<void>;

/** A service of its own for each test, and what its log says. */
function service() {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const faults: string[] = [];
  const listener = createRequestListener({
    variables,
    log: (level, _message, fields) => {
      if (level === "error") faults.push(String(fields?.["fault"]));
    },
  });
  return { variables, listener, faults };
}

function put(url: string, body: string): Promise<Response> {
  return fetch(`${url}${VARIABLE}`, { method: "PUT", headers: JSON_TYPE, body });
}

function post(
  url: string,
  contentType = "multipart/form-data; boundary=b",
  end = "--",
): Promise<Response> {
  const head = '--b\r\nContent-Disposition: form-data; name="data"\r\n\r\n';
  const headers = { "content-type": contentType };
  return fetch(url, { method: "POST", headers, body: `${head}hello\r\n--b${end}` });
}

/** The whole listener answers in a framework as on a server of its own. */
async function checkListener(url: string): Promise<void> {
  assert.equal((await put(url, '{"value":42}')).status, 204);
  const read = await fetch(`${url}${VARIABLE}`);
  assert.equal(await read.text(), '{"type":"Integer","value":42,"valueInfo":{}}');
  const refused = await put(url, '{"value":"x","type":"Integer"}');
  assert.equal(refused.status, 400);
  assert.equal(JSON.parse(await refused.text()).type, "InvalidRequestException");
  assert.equal((await post(`${url}${VARIABLE}/data`)).status, 204);
  assert.equal(await (await fetch(`${url}${VARIABLE}/data`)).text(), "hello");
}

/** The core alone: its errors have the status that they should, though nobody has told the framework of them. */
async function checkCore(url: string): Promise<void> {
  const target = `${url}/i/v`;
  assert.equal((await fetch(target)).status, 404);
  assert.equal((await post(target)).status, 204);
  assert.equal((await fetch(target)).status, 200);
  assert.equal((await post(target, "multipart/form-data; boundary=b", "-")).status, 400);
  assert.equal((await post(target, "multipart/form-data")).status, 400);
  assert.equal((await post(target, "multipart/mixed; boundary=b")).status, 415);
}

const inExpress = suite("express");

async function withExpress(set: (app: Application) => void, run: Run): Promise<void> {
  const app = express().set("env", "test");
  set(app);
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
  await withNode(server, run);
}

async function withNode(server: Server, run: Run): Promise<void> {
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

inExpress("serves by the listener, mounted before what reads bodies", () => {
  const { listener } = service();
  return withExpress((app) => app.use(listener, json()), checkListener);
});

inExpress("answers 500 at once behind express.json(), and the log says what to mount first", () => {
  const { listener, faults } = service();
  return withExpress(
    (app) => app.use(json(), listener),
    async (url) => {
      const answer = await put(url, '{"value":42}');
      assert.equal(answer.status, 500);
      assert.match(await answer.text(), /its log has the reason/);
      assert.equal(faults.length, 1);
      assert.match(faults[0] ?? "", /express\.json\(\).*mount/);
      // Of a form express.json() reads nothing.
      assert.equal((await post(`${url}${VARIABLE}/data`)).status, 204);
      assert.equal(await (await fetch(`${url}${VARIABLE}/data`)).text(), "hello");
    },
  );
});

inExpress("finds the status of the core's errors", () => {
  const { variables } = service();
  return withExpress(
    (app) =>
      app
        .post("/:id/:name", async (request, response) => {
          const { id = "", name = "" } = request.params;
          const contentType = request.headers["content-type"];
          await variables.setFromForm(id, name, { contentType, body: request });
          response.sendStatus(204);
        })
        .get("/:id/:name", async ({ params: { id = "", name = "" } }, response) => {
          response.type("application/json").send((await variables.getJson(id, name)).json);
        }),
    checkCore,
  );
});

const inFastify = suite("fastify");

async function withFastify(set: (app: Fastify) => void, run: Run): Promise<void> {
  const app = fastify();
  set(app);
  try {
    await run(await app.listen({ port: 0, host: "127.0.0.1" }));
  } finally {
    await app.close();
  }
}

inFastify("serves by the listener, if it leaves the bodies alone", () => {
  const { listener } = service();
  return withFastify((app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    app.all("/*", (request, reply) => {
      reply.hijack();
      listener(request.raw, reply.raw);
    });
  }, checkListener);
});

inFastify("has 500 of the listener for a body that it has parsed itself", () => {
  const { listener, faults } = service();
  return withFastify(
    (app) =>
      app.all("/*", (request, reply) => {
        reply.hijack();
        listener(request.raw, reply.raw);
      }),
    async (url) => {
      assert.equal((await put(url, '{"value":42}')).status, 500);
      assert.match(faults[0] ?? "", /mount/);
    },
  );
});

inFastify("finds the status of the core's errors", () => {
  const { variables } = service();
  return withFastify((app) => {
    app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    app.post("/:id/:name", async ({ params: { id = "", name = "" }, raw }, reply) => {
      const contentType = raw.headers["content-type"];
      await variables.setFromForm(id, name, { contentType, body: raw });
      return reply.code(204).send();
    });
    app.get("/:id/:name", async ({ params: { id = "", name = "" } }, reply) =>
      reply.type("application/json").send((await variables.getJson(id, name)).json),
    );
  }, checkCore);
});

const inHono = suite("hono");

async function withHono(app: Hono, run: Run): Promise<void> {
  const server = await new Promise<Server>((resolve) => {
    const options = { fetch: app.fetch, port: 0, hostname: "127.0.0.1" };
    const listening: Server = serve(options, () => resolve(listening));
  });
  await withNode(server, run);
}

inHono("serves by the listener on node", () => {
  const { listener } = service();
  const app = new Hono().all("/*", ({ env }) => {
    listener(env.incoming, env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return withHono(app, checkListener);
});

inHono("finds the whole answer of the core's errors", () => {
  const { variables } = service();
  const app = new Hono()
    .post("/:id/:name", async ({ req, body }: Context) => {
      const source: ByteSource = req.raw.body ?? new Blob([]).stream();
      const contentType = req.header("content-type");
      const form = { contentType, body: source };
      await variables.setFromForm(req.param("id"), req.param("name"), form);
      return body(null, 204);
    })
    .get("/:id/:name", async ({ req, body }) => {
      const { json } = await variables.getJson(req.param("id"), req.param("name"));
      return body(json, 200, JSON_TYPE);
    });
  return withHono(app, async (url) => {
    await checkCore(url);
    const absent = await fetch(`${url}/i/none`);
    assert.equal(absent.headers.get("content-type"), "application/json");
    assert.equal(JSON.parse(await absent.text()).type, "InvalidRequestException");
  });
});
