import assert from "node:assert/strict";
import { MAX_FILE_HEADER_BYTES } from "../../core/mod.ts";
import type { Send, WireAnswer } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";
import type { ErrorBody } from "./_raw_connection.ts";

const PATH = "/process-instance/i/variables/v";

interface Names {
  readonly filename: string;
  readonly mimeType?: string;
  readonly encoding?: string;
}

/** The ways to set a File, and the members of its info that each way can set. */
const WAYS: readonly (readonly [
  way: string,
  put: (send: Send, names: Names) => Promise<WireAnswer>,
])[] = [
  [
    "a form",
    (send, { filename, mimeType = "text/plain", encoding }) => {
      const contentType = encoding === undefined ? mimeType : `${mimeType}; encoding="${encoding}"`;
      const body = form(
        { name: "data", content: "x", filename, contentType },
        { name: "valueType", content: "File" },
      );
      const headers = { "Content-Type": FORM_TYPE };
      return send({ path: `${PATH}/data`, method: "POST", headers, body });
    },
  ],
  [
    "JSON",
    (send, valueInfo) => {
      const body = JSON.stringify({ value: "eA==", type: "File", valueInfo });
      const headers = { "Content-Type": "application/json" };
      return send({ path: PATH, method: "PUT", headers, body });
    },
  ],
  [
    "several in JSON",
    (send, valueInfo) => {
      const modifications = { v: { value: "eA==", type: "File", valueInfo } };
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ modifications });
      return send({ path: "/process-instance/i/variables", method: "POST", headers, body });
    },
  ],
];

const FITTING: readonly Names[] = [
  { filename: "a\x01\x08\x0b\x0c\x0e\x1b\x1f\x7fb\\" },
  { filename: "a".repeat(2_027) },
  { filename: "é".repeat(579) },
  {
    filename: "x".repeat(2_000),
    mimeType: `text/${"x".repeat(2_000)}`,
    encoding: "e".repeat(2_000),
  },
];
const TOO_LONG: readonly (readonly [names: Names, header: string])[] = [
  [{ filename: "a".repeat(2_028) }, "Content-Disposition"],
  [{ filename: "a".repeat(15_000) }, "Content-Disposition"],
  [{ filename: "é".repeat(580) }, "Content-Disposition"],
  [{ filename: "a", mimeType: `text/${"x".repeat(5_000)}` }, "Content-Type"],
  [{ filename: "a", encoding: "e".repeat(5_000) }, "Content-Type"],
];

matrix("names of Files", (test, withService) => {
  for (const [way, put] of WAYS) {
    test(`are given back whole up to 4 KiB of header, and refused beyond, by ${way}`, () =>
      withService(async ({ send, storage }) => {
        for (const names of FITTING) {
          const { status, body } = await put(send, names);
          assert.equal(status, 204, body.toString());
          const got = await send({ path: `${PATH}/data` });
          assert.equal(got.body.toString(), "x");
          const disposition = got.headers["content-disposition"] ?? "";
          assert.ok(disposition.length <= MAX_FILE_HEADER_BYTES);
          const [, extended = ""] = disposition.split("filename*=UTF-8''");
          assert.equal(decodeURIComponent(extended), names.filename);
        }
        const before = await storage.stat("i", "v");
        for (const [names, header] of TOO_LONG) {
          const refused = await put(send, names);
          assert.equal(refused.status, 400);
          const { type, message }: ErrorBody = JSON.parse(refused.body.toString());
          assert.equal(type, "InvalidRequestException");
          assert.match(message, new RegExp(`a ${header} of \\d+ bytes and 4096 are the most`));
          assert.ok(message.length < 400);
        }
        assert.deepEqual(await storage.stat("i", "v"), before);
      }));
  }

  test("that were stored before there was a limit do not keep anyone from the bytes", () =>
    withService(async ({ send, storage }) => {
      const content = Buffer.from("x");
      const long = "a".repeat(15_000);
      const valueInfo = { filename: long, mimeType: `text/${long}` };
      await storage.apply("i", [{ op: "put", name: "v", type: "File", valueInfo, content }]);
      const got = await send({ path: `${PATH}/data` });
      assert.equal(got.body.toString(), "x");
      assert.equal(got.headers["content-disposition"], "attachment");
      assert.equal(got.headers["content-type"], "application/octet-stream");
    }));
});
