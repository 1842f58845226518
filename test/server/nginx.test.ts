/** The configuration of `docs/nginx.conf`, with three servers on one storage behind it. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { noNginx, withNginx } from "../support/nginx.ts";
import { suite } from "../support/suite.ts";
import { until } from "../support/until.ts";
import { CountingStorage } from "./_counting_storage.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { type TestServer, withServer } from "./_with_server.ts";

const test = suite("nginx before three servers");

const PATH = "/process-instance/i/variables/v/data";
const CONTENT = Buffer.alloc(5_000_000, "content");

type Run = (url: string, servers: readonly TestServer[], storage: CountingStorage) => Promise<void>;

function withServers(run: Run): Promise<void> {
  const storage = new CountingStorage(new MemoryStorage());
  const options = { storage, variables: new ProcessVariables({ storage }) };
  return withServer(
    (first) =>
      withServer(
        (second) =>
          withServer(
            (third) =>
              withNginx([first.port, second.port, third.port], (url) =>
                run(url, [first, second, third], storage),
              ),
            options,
          ),
        options,
      ),
    options,
  );
}

function passesOn(): Promise<void> {
  return withServers(async (url, _, storage) => {
    const body = form({ name: "data", content: CONTENT }, { name: "valueType", content: "Bytes" });
    const half = body.length / 2;
    async function* halves(): AsyncGenerator<Uint8Array> {
      yield body.subarray(0, half);
      // Waits for ever if nginx keeps the first half until it has the second.
      await until(() => storage.staged > half / 2);
      yield body.subarray(half);
    }
    const answer = await fetch(url + PATH, {
      method: "POST",
      headers: { "content-type": FORM_TYPE },
      body: ReadableStream.from(halves()),
      duplex: "half",
    });
    assert.equal(answer.status, 204);
    const read = Buffer.from(await (await fetch(url + PATH)).arrayBuffer());
    assert.ok(read.equals(CONTENT));
  });
}

function survives(): Promise<void> {
  return withServers(async (url, [first], storage) => {
    const content = Buffer.from("small");
    await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
    await first?.close(0);
    for (let index = 0; index < 30; index++) {
      const answer = await fetch(url + PATH);
      assert.deepEqual([answer.status, await answer.text()], [200, "small"]);
    }
  });
}

const missing = noNginx();
for (const [name, run] of [
  ["passes on what comes of an upload before its end, whatever its size", passesOn],
  ["gives requests to the others if a server is not there", survives],
] as const) {
  if (missing === undefined) test(name, run);
  else test.skip(name, missing);
}
