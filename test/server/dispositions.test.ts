import assert from "node:assert/strict";
import { matrix } from "./_matrix.ts";
import { VARIABLE, VARIABLE_ID } from "./_variable_requests.ts";

const PATHS = [
  `${VARIABLE}/data`,
  "/execution/i/localVariables/v/data",
  "/execution/i/variables/v/data",
  "/task/i/variables/v/data",
  "/task/i/localVariables/v/data",
  `/variable-instance/${VARIABLE_ID}/data`,
];

const NAME = `filename="a.png"; filename*=UTF-8''a.png`;

matrix("dispositions", (test, withService) => {
  test("of a File are what the client asks for, as far as no browser executes it", () =>
    withService(async ({ send, storage }) => {
      for (const [mimeType, shown] of [
        ["image/png", true],
        ["application/pdf", true],
        ["text/plain", true],
        ["image/svg+xml", false],
        ["text/html", false],
      ] as const) {
        const valueInfo = { filename: "a.png", mimeType };
        const content = Buffer.from("<script>alert(1)</script>");
        await storage.apply("i", [{ op: "put", name: "v", type: "File", valueInfo, content }]);
        for (const path of PATHS) {
          for (const [query, disposition] of [
            ["", "attachment"],
            ["?disposition=", "attachment"],
            ["?disposition=attachment", "attachment"],
            ["?disposition=inline", shown ? "inline" : "attachment"],
          ] as const) {
            for (const method of ["GET", "HEAD"]) {
              const { status, headers } = await send({ method, path: path + query });
              assert.equal(status, 200);
              assert.equal(headers["content-disposition"], `${disposition}; ${NAME}`);
              assert.equal(headers["content-type"], mimeType);
              assert.equal(headers["x-content-type-options"], "nosniff");
              assert.equal("content-security-policy" in headers, disposition === "inline");
            }
          }
        }
        const part = await send({
          path: `${VARIABLE}/data?disposition=inline`,
          headers: { range: "bytes=1-6" },
        });
        assert.deepEqual([part.status, part.body.toString()], [206, "script"]);
        assert.match(part.headers["content-disposition"] ?? "", shown ? /^inline/ : /^attachment/);
      }
    }));

  test("of what is no File are attachments, and are told only to who asks", () =>
    withService(async ({ send, storage }) => {
      const content = Buffer.from("%PDF-1.7");
      await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
      for (const [query, disposition] of [
        ["", undefined],
        ["?disposition=inline", "attachment"],
      ] as const) {
        const { headers } = await send({ path: `${VARIABLE}/data${query}` });
        assert.equal(headers["content-disposition"], disposition);
        assert.equal(headers["content-type"], "application/octet-stream");
      }
    }));

  test("that do not exist are refused", () =>
    withService(async ({ send, storage }) => {
      const content = Buffer.from("x");
      await storage.apply("i", [{ op: "put", name: "v", type: "File", valueInfo: {}, content }]);
      for (const path of PATHS) {
        const { status, body } = await send({ path: `${path}?disposition=Inline` });
        assert.equal(status, 400, path);
        assert.deepEqual(JSON.parse(body.toString()), {
          type: "InvalidRequestException",
          message:
            "Cannot set query parameter 'disposition' to value 'Inline': give 'inline' or 'attachment'",
          code: null,
        });
      }
    }));
});
