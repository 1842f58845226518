import assert from "node:assert/strict";
import { suite } from "../support/suite.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { withConnection } from "./_raw_connection.ts";
import { requestHead } from "./_requests.ts";
import { STORAGES } from "./_storages.ts";
import { withServer } from "./_with_server.ts";

/** Names as they stand in a request target, and what they mean. */
const NAMES: readonly (readonly [segment: string, name: string])[] = [
  ["a%2Fb", "a/b"],
  ["a%5Cb", "a\\b"],
  ["..", ".."],
  [".", "."],
  ["%2e%2e%2f", "../"],
  ["%C3%84", "Ä"],
  ["%C3%A4", "ä"],
  ["A%CC%88", "A\u0308"],
  ["CON", "CON"],
  ["con", "con"],
  ["__proto__", "__proto__"],
  ["data", "data"],
  ["%20", " "],
  ["a+b", "a+b"],
  ["%3B", ";"],
  ["%25", "%"],
  ["%3F%23", "?#"],
  ["%0D%0A", "\r\n"],
  ["%F0%9F%98%80", "😀"],
  ["'%22%3C%3E%7C*:", "'\"<>|*:"],
  ["x".repeat(255), "x".repeat(255)],
  ["%F0%9F%98%80".repeat(255), "😀".repeat(255)],
];

for (const [storageName, withStorage] of STORAGES) {
  const test = suite(`names on ${storageName}`);

  test("of instances and variables come back as they were sent", () =>
    withStorage((storage) =>
      withServer(
        ({ port }) =>
          withConnection(port, async (client) => {
            for (const [segment, name] of NAMES) {
              const body = form({ name: "data", content: `${name} of v` });
              const target = `/process-instance/${segment}/variables/${segment}/data`;
              const fields = [`Content-Type: ${FORM_TYPE}`, `Content-Length: ${body.length}`];
              await client.write(requestHead("POST", target, fields));
              await client.write(body);
              assert.equal((await client.read()).status, 204, segment);
            }
            for (const [segment, name] of NAMES) {
              const target = `/process-instance/${segment}/variables/${segment}/data`;
              await client.write(requestHead("GET", target));
              assert.equal((await client.read()).body.toString(), `${name} of v`, segment);
              const [record] = await storage.list(name);
              assert.equal(record?.name, name);
            }
            assert.equal((await storage.instances()).length, NAMES.length);
          }),
        { storage },
      ),
    ));
}
