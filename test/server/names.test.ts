import assert from "node:assert/strict";
import type { Transport } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";

/** Names as a request target has them, and the names that they mean. */
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

matrix("names", (test, withService) => {
  test("of instances and variables come back as they were sent", () =>
    withService(async ({ send, storage, transport }) => {
      const names = namesOver(transport);
      for (const [segment, name] of names) {
        const body = form({ name: "data", content: `${name} of v` });
        const path = `/process-instance/${segment}/variables/${segment}/data`;
        const headers = { "content-type": FORM_TYPE };
        assert.equal((await send({ method: "POST", path, headers, body })).status, 204, segment);
      }
      for (const [segment, name] of names) {
        const path = `/process-instance/${segment}/variables/${segment}/data`;
        assert.equal((await send({ path })).body.toString(), `${name} of v`, segment);
        const [record] = await storage.list(name);
        assert.equal(record?.name, name);
      }
      assert.equal((await storage.instances()).length, names.length);
    }));

  test("of variables in JSON come back as they were sent", () =>
    withService(async ({ send, storage, transport }) => {
      const names = namesOver(transport);
      const headers = { "content-type": "application/json" };
      for (const [segment, name] of names) {
        const path = `/process-instance/i/variables/${segment}`;
        const body = JSON.stringify({ value: name }).replaceAll(/[\x80-\uffff]/g, toAscii);
        assert.equal((await send({ method: "PUT", path, headers, body })).status, 204, segment);
      }
      const { body } = await send({ path: "/process-instance/i/variables" });
      const map = new Map(Object.entries(JSON.parse(body.toString())));
      assert.equal(map.size, names.length);
      for (const [segment, name] of names) {
        assert.deepEqual(map.get(name), { type: "String", value: name, valueInfo: {} }, segment);
        const path = `/process-instance/i/variables/${segment}`;
        assert.equal((await send({ method: "DELETE", path })).status, 204, segment);
      }
      assert.deepEqual(await storage.instances(), []);
    }));

  test("end at a semicolon, and are refused with U+0000 or a broken escape", () =>
    withService(async ({ send }) => {
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
        const path = `/process-instance/i/variables/${segment}`;
        assert.equal((await send({ method: "DELETE", path })).status, status, segment);
      }
    }));
});

/** The names that reach the server as they were sent. */
function namesOver({ isHttp }: Transport): typeof NAMES {
  return isHttp ? NAMES : NAMES.filter(([segment]) => !/^\.+$/.test(segment));
}

/** Prints JSON in ASCII. */
function toAscii(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
