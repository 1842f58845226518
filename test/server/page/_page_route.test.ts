import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createRequestListener } from "../../../server/mod.ts";
import { suite } from "../../support/suite.ts";
import { withServer } from "../_with_server.ts";

const test = suite("GET /");
const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const NOTHING = {
  type: "NotFoundException",
  message: "Cannot find a resource of this path",
  code: null,
};

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function send(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = "GET",
): Promise<Answer> {
  const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }).end();
  const [response] = await once(sent, "response");
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

test("gives browsers the page, with all that protects it", () =>
  withServer(async ({ port }) => {
    for (const path of ["/", "/?from=mail", `http://127.0.0.1:${port}/`]) {
      const { status, headers, body } = await send(port, path, HTML);
      assert.equal(status, 200);
      assert.equal(headers["content-type"], "text/html; charset=utf-8");
      assert.match(
        String(headers["content-security-policy"]),
        /^default-src 'none'; script-src 'sha/,
      );
      assert.equal(headers["cache-control"], "no-cache");
      assert.equal(headers["vary"], "Accept");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["content-length"], String(Buffer.byteLength(body)));
      assert.match(body, /^<!doctype html>/);
      const head = await send(port, path, HTML, "HEAD");
      assert.deepEqual([head.status, head.body], [200, ""]);
      assert.equal(head.headers["content-length"], headers["content-length"]);
      assert.equal(head.headers.etag, headers.etag);
    }
  }));

test("gives 304 to who has the page already", () =>
  withServer(async ({ port }) => {
    const { headers } = await send(port, "/", HTML);
    const etag = headers.etag ?? "";
    for (const [known, status] of [
      [etag, 304],
      [`W/${etag}`, 304],
      [`"other", ${etag}`, 304],
      ["*", 304],
      [`"other"`, 200],
    ] as const) {
      const again = await send(port, "/", { ...HTML, "if-none-match": known });
      assert.equal(again.status, status, known);
      assert.equal(again.headers.etag, etag);
    }
  }));

test("is nothing to who does not want HTML, and nowhere else", () =>
  withServer(async ({ port }) => {
    for (const [path, headers] of [
      ["/", {}],
      ["/", { accept: "*/*" }],
      ["/", { accept: "application/json" }],
      ["/engine-rest", HTML],
      ["/engine-rest/", HTML],
      ["/engine-rest/engine/default", HTML],
    ] as const) {
      const { status, body } = await send(port, path, headers);
      assert.equal(status, 404, path);
      assert.deepEqual(JSON.parse(body), NOTHING);
    }
    for (const method of ["POST", "PUT", "DELETE"]) {
      const { status, body } = await send(port, "/", HTML, method);
      assert.deepEqual([status, JSON.parse(body)], [404, NOTHING]);
    }
  }));

test("is nothing with 'page: false', and on a listener", async () => {
  await withServer(
    async ({ port }) => {
      const { status, body } = await send(port, "/", HTML);
      assert.deepEqual([status, JSON.parse(body)], [404, NOTHING]);
      assert.equal((await send(port, "/", HTML, "POST")).status, 404);
    },
    { page: false },
  );
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const server = createServer(createRequestListener({ variables })).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  assert.equal((await send(address.port, "/", HTML)).status, 404);
  server.close();
});

test("is closed like everything else", async () => {
  await withServer(
    async ({ port }) => {
      const denied = await send(port, "/", HTML);
      assert.deepEqual([denied.status, denied.headers["www-authenticate"]], [401, "Basic"]);
      assert.doesNotMatch(denied.body, /<html/);
      const allowed = await send(port, "/", { ...HTML, authorization: "Basic YTpi" });
      assert.equal(allowed.status, 200);
    },
    {
      authorize: ({ header, operation, kind }) => {
        assert.deepEqual([operation, kind], ["getPage", "read"]);
        if (header("authorization") !== undefined) return { allow: true };
        return { allow: false, headers: { "WWW-Authenticate": "Basic" } };
      },
    },
  );
  await withServer(async ({ port }) => {
    const { status } = await send(port, "/", { ...HTML, host: "evil.example" });
    assert.equal(status, 403);
  });
});
