import assert from "node:assert/strict";
import { suite } from "../support/suite.ts";
import { STORAGES } from "./_storages.ts";
import { withServer } from "./_with_server.ts";

const test = suite("Large values in JSON");

const VALUES = {
  String: 'ü"\\\u0001'.repeat(300_000),
  Json: JSON.stringify(Array.from({ length: 100_000 }, () => "€😀")),
  Bytes: Buffer.alloc(1_000_000, "varpost").toString("base64"),
};

for (const [storageName, withStorage] of STORAGES) {
  test(`are printed while they are sent: ${storageName}`, () =>
    withStorage((storage) =>
      withServer(
        async ({ url }) => {
          for (const [type, value] of Object.entries(VALUES)) {
            const path = `${url}/process-instance/i/variables/v`;
            const body = JSON.stringify({ type, value });
            const headers = { "Content-Type": "application/json" };
            assert.equal((await fetch(path, { method: "PUT", headers, body })).status, 204);

            const answer = await fetch(`${path}?deserializeValue=false`);
            // Whoever knows the length has made all of it.
            assert.equal(answer.headers.get("content-length"), null);
            assert.ok(answer.headers.has("etag"));
            assert.deepEqual(await answer.json(), { type, value, valueInfo: {} });

            // One that leaves in the middle leaves nothing open.
            const left = await fetch(path);
            await left.body?.cancel();
          }
        },
        { storage },
      ),
    ));
}
