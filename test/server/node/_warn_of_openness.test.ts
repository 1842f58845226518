import assert from "node:assert/strict";
import { suite } from "../../support/suite.ts";
import { type TestServerOptions, withServer } from "../_with_server.ts";

const test = suite("the warning of openness");

const CLOSED = { authorize: () => ({ allow: true }) } as const;
const NAMED = { allowedHosts: ["varpost.example"] };

/** What a server with these options warns of. */
function warnings(options: TestServerOptions): Promise<readonly string[]> {
  return withServer(
    async ({ url, logged }) =>
      logged
        .filter(({ level }) => level === "warn")
        .map(({ message }) => message.replaceAll(url, "URL")),
    options,
  );
}

test("is one line that says what is open, and how to close it", async () => {
  const host = "0.0.0.0";
  assert.deepEqual(await warnings({ host }), [
    "Everyone who reaches URL may read and write every value, by whatever host name: close it by --users or --token-file (authorize), or let only a proxy reach it that knows whom it lets in, and name its hosts by --allow-host (allowedHosts)",
  ]);
  assert.deepEqual(await warnings({ host, ...NAMED }), [
    "Everyone who reaches URL may read and write every value: close it by --users or --token-file (authorize), or let only a proxy reach it that knows whom it lets in",
  ]);
  assert.deepEqual(await warnings({ host, ...CLOSED }), [
    "Serves requests for every host name: name those by which clients call it by --allow-host (allowedHosts)",
  ]);
  assert.deepEqual(await warnings({ host, ...CLOSED, ...NAMED }), []);
});

test("is not given where only the machine itself reaches the server", async () => {
  for (const host of ["127.0.0.1", "::1", "localhost"]) {
    assert.deepEqual(await warnings({ host }), []);
  }
});
