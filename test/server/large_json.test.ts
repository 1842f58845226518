import assert from "node:assert/strict";
import { matrix } from "./_matrix.ts";

const PATH = "/process-instance/i/variables/v";
const VALUES = {
  String: 'ü"\\\u0001'.repeat(300_000),
  Json: JSON.stringify(Array.from({ length: 100_000 }, () => "€😀")),
  Bytes: Buffer.alloc(1_000_000, "varpost").toString("base64"),
};

matrix("large values in JSON", (test, withService) => {
  test("are printed while they are sent", () =>
    withService(async ({ open, send }) => {
      for (const [type, value] of Object.entries(VALUES)) {
        const body = JSON.stringify({ type, value });
        const headers = { "content-type": "application/json" };
        const { status } = await send({ path: PATH, method: "PUT", headers, body });
        assert.equal(status, 204);

        const answer = await send({ path: `${PATH}?deserializeValue=false` });
        // To know the length, the server would have to print the whole value.
        assert.equal(answer.headers["content-length"], undefined);
        assert.notEqual(answer.headers.etag, undefined);
        assert.deepEqual(JSON.parse(answer.body.toString()), { type, value, valueInfo: {} });

        // A client that goes away in the middle leaves nothing open.
        const left = await open({ path: PATH });
        for await (const _ of left.body) break;
      }
    }));
});
