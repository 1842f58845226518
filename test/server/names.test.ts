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

  test("of variables in JSON come back as they were sent", () =>
    withStorage((storage) =>
      withServer(
        ({ port }) =>
          withConnection(port, async (client) => {
            const fields = ["Content-Type: application/json"];
            for (const [segment, name] of NAMES) {
              const target = `/process-instance/i/variables/${segment}`;
              const body = JSON.stringify({ value: name }).replaceAll(/[\x80-\uffff]/g, toAscii);
              const length = `Content-Length: ${body.length}`;
              await client.write(requestHead("PUT", target, [...fields, length]) + body);
              assert.equal((await client.read()).status, 204, segment);
            }
            await client.write(requestHead("GET", "/process-instance/i/variables"));
            const map = new Map(Object.entries(JSON.parse((await client.read()).body.toString())));
            assert.equal(map.size, NAMES.length);
            for (const [segment, name] of NAMES) {
              assert.deepEqual(
                map.get(name),
                { type: "String", value: name, valueInfo: {} },
                segment,
              );
              await client.write(requestHead("DELETE", `/process-instance/i/variables/${segment}`));
              assert.equal((await client.read()).status, 204, segment);
            }
            assert.deepEqual(await storage.instances(), []);
          }),
        { storage },
      ),
    ));

  test("end at a semicolon, and are refused with U+0000 or a broken escape", () =>
    withStorage((storage) =>
      withServer(
        ({ port }) =>
          withConnection(port, async (client) => {
            for (const [segment, status] of [
              ["v;x=1", 204],
              ["v;", 204],
              ["%00", 400],
              ["v%00", 400],
              ["%", 400],
              ["%4", 400],
              ["%zz", 400],
              ["%ff", 400],
              ["%C3%28", 400],
              [";v", 404],
            ] as const) {
              await client.write(requestHead("DELETE", `/process-instance/i/variables/${segment}`));
              const answer = await client.read();
              assert.equal(answer.status, status, segment);
            }
          }),
        { storage },
      ),
    ));
}

/** JSON in ASCII. */
function toAscii(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
