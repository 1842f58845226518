import assert from "node:assert/strict";
import { readCredentials } from "../../../server/access/_credentials.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readCredentials()");

const basic = (name: string, password: string) => ({ scheme: "basic", name, password });
const encoded = (text: string, encoding: BufferEncoding = "utf8") =>
  Buffer.from(text, encoding).toString("base64");

test("reads what clients send", () => {
  const cases: [field: string, expected: object][] = [
    [`Basic ${encoded("anna:secret")}`, basic("anna", "secret")],
    [`basic ${encoded("anna:secret")}`, basic("anna", "secret")],
    [`BASIC   ${encoded("anna:secret")} `, basic("anna", "secret")],
    [`Basic ${encoded("anna:a:b:")}`, basic("anna", "a:b:")],
    [`Basic ${encoded("anna:")}`, basic("anna", "")],
    [`Basic ${encoded(":secret")}`, basic("", "secret")],
    [`Basic ${encoded("zoë:pässwörd€")}`, basic("zoë", "pässwörd€")],
    // Without padding.
    [`Basic ${encoded("anna:secre").replace(/=+$/, "")}`, basic("anna", "secre")],
    ["Bearer abc-._~+/123==", { scheme: "bearer", token: "abc-._~+/123==" }],
    ["bearer abc", { scheme: "bearer", token: "abc" }],
  ];
  for (const [field, expected] of cases) assert.deepEqual(readCredentials(field), expected);
});

test("reads nothing else", () => {
  const fields = [
    "",
    "Basic",
    "Basic ",
    "Bearer",
    "Basic\tYTpi",
    `Basic${encoded("a:b")}`,
    `Basic ${encoded("a:b")},x`,
    `Basic ${encoded("a:b")} ${encoded("a:b")}`,
    `Basic ${encoded("no colon")}`,
    "Basic !YTpi",
    "Basic YT=pi",
    "Basic YTpi====",
    "Basic YTp-",
    `Basic ${encoded("zo\u00eb:x", "latin1")}`,
    "Digest username=a",
    "Bearer two words",
    `anna:secret`,
  ];
  for (const field of fields) assert.equal(readCredentials(field), undefined, field);
});
