import assert from "node:assert/strict";
import { request } from "node:http";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { faultyStorage } from "../../../server/testing/faulty_storage/faulty_storage.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { withServer } from "../_with_server.ts";

const test = suite("/health of a server");

const BROKEN = new StorageError("io", "Cannot write to '/secret'", { needsReopening: true });

/** Probes as an orchestrator does, and gives the status, the fields that matter, and the body. */
async function probe(url: string, init: RequestInit = {}) {
  const answer = await fetch(url, init);
  const { status, headers } = answer;
  return { status, cache: headers.get("cache-control"), body: await answer.text() };
}

const UP = { status: 200, cache: "no-store", body: '{"status":"up"}' };

function down(reason: string) {
  return { status: 503, cache: "no-store", body: JSON.stringify({ status: "down", reason }) };
}

test("answers GET and HEAD, is not cached, and allows nothing else", () =>
  withServer(async ({ url }) => {
    for (const path of ["/health/live", "/health/ready"]) {
      assert.deepEqual(await probe(`${url}${path}`), UP);
      assert.deepEqual(await probe(`${url}${path}`, { method: "HEAD" }), { ...UP, body: "" });
      const posted = await fetch(`${url}${path}`, { method: "POST" });
      assert.deepEqual([posted.status, posted.headers.get("allow")], [405, "GET, HEAD, OPTIONS"]);
      assert.equal((await fetch(`${url}/engine-rest${path}`)).status, 404);
    }
    for (const path of ["/health", "/health/other", "/engine-rest/engine/default/health/live"]) {
      assert.equal((await fetch(`${url}${path}`)).status, 404, path);
    }
  }));

test("is not ready while writes fail, and not alive where only a new start helps", () => {
  const storage = faultyStorage(new MemoryStorage(), { health: { error: "full" } });
  return withServer(
    async ({ url, logged }) => {
      assert.deepEqual(await probe(`${url}/health/ready`), down("the storage has no room left"));
      assert.deepEqual(await probe(`${url}/health/live`), UP);
      storage.setFaults({ health: { error: BROKEN } });
      const broken = down("the storage refuses writes, until it is opened again");
      await until(async () => (await probe(`${url}/health/live`)).status === 503);
      assert.deepEqual(await probe(`${url}/health/live`), broken);
      assert.deepEqual(await probe(`${url}/health/ready`), broken);
      assert.deepEqual(
        logged.map(({ level, fields }) => [level, fields["code"]]),
        [["error", "full"]],
      );
      await storage.close();
      await until(async () => (await probe(`${url}/health/live`)).body.includes("closed"));
    },
    { storage },
  );
});

test("is open to everybody: without a password, and for any host", () =>
  withServer(
    async ({ url, port }) => {
      assert.equal((await fetch(`${url}/version`)).status, 401);
      assert.deepEqual(await probe(`${url}/health/ready`), UP);
      const statuses = ["/health/live", "/version"].map(
        (path) =>
          new Promise((resolve) => {
            const headers = { host: "10.1.2.3:8080" };
            const options = { port, host: "127.0.0.1", path, headers };
            request(options, (answer) => resolve(answer.resume().statusCode)).end();
          }),
      );
      assert.deepEqual(await Promise.all(statuses), [200, 403]);
    },
    {
      allowedHosts: ["varpost.example"],
      authorize: () => ({ allow: false }),
    },
  ));

test("is listed apart in the description of the server", () =>
  withServer(async ({ url }) => {
    const { paths } = JSON.parse(await (await fetch(`${url}/openapi.json`)).text());
    for (const [path, id] of [
      ["/health/live", "probeLive"],
      ["/health/ready", "probeReady"],
    ]) {
      const { get } = paths[String(path)];
      assert.deepEqual([get.operationId, get.tags, get.servers], [id, ["Health"], [{ url: "/" }]]);
    }
    assert.equal(paths["/version"].get.servers, undefined);
  }));

test("is not ready while the server stops, which goes on serving for a while", () =>
  withServer(
    async ({ url, close }) => {
      assert.deepEqual(await probe(`${url}/health/ready`), UP);
      const closed = close();
      assert.deepEqual(await probe(`${url}/health/ready`), down("the server is stopping"));
      assert.deepEqual(await probe(`${url}/health/live`), UP);
      const answer = await fetch(`${url}/version`);
      assert.deepEqual([answer.status, answer.headers.get("connection")], [200, "close"]);
      await closed;
      await assert.rejects(fetch(`${url}/version`));
    },
    { stopDelayMs: 5_000 },
  ));
