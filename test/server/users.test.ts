import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { createFetchHandler } from "../../core/rest/fetch/mod.ts";
import type { Authorize } from "../../core/rest/mod.ts";
import { createAccess } from "../../server/mod.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { bindings } from "./_matrix.ts";
import { errorOf, type RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, requestHead } from "./_requests.ts";
import { withServer } from "./_with_server.ts";
import { cheapHash, TOKEN } from "./access/_files.ts";

const CHALLENGE = 'Basic realm="varpost", charset="UTF-8", Bearer realm="varpost"';
const FORM = form({ name: "data", content: "kept" });

/** Makes `authorize` of a users file and a token file. */
async function authorizeByFiles(): Promise<Authorize> {
  return withTempDir(async (directory) => {
    const usersFile = join(directory, "users");
    const tokenFile = join(directory, "tokens");
    const users = [
      `anna:${cheapHash("swordfish")}`,
      `zoë:${cheapHash("päss:wörd€")}`,
      `reader:${cheapHash("swordfish")}:read`,
      `empty:${cheapHash("")}`,
    ];
    await writeFile(usersFile, users.join("\n"));
    await writeFile(tokenFile, TOKEN);
    return (await createAccess({ usersFile, tokenFile })).authorize;
  });
}

const authorize = await authorizeByFiles();

const encoded = (text: string, encoding: BufferEncoding = "utf8") =>
  Buffer.from(text, encoding).toString("base64");

/** What clients send, and the status of the answer. */
const SHAPES: readonly (readonly [client: string, field: string | undefined, status: number])[] = [
  ["nobody", undefined, 401],
  ["curl, axios, node:http, Java, .NET", `Basic ${encoded("anna:swordfish")}`, 404],
  ["a scheme in lower case", `basic ${encoded("anna:swordfish")}`, 404],
  ["a scheme in capitals", `BASIC ${encoded("anna:swordfish")}`, 404],
  ["padding left out", `Basic ${encoded("zoë:päss:wörd€").replace(/=+$/, "")}`, 404],
  ["UTF-8, and a colon in the password", `Basic ${encoded("zoë:päss:wörd€")}`, 404],
  ["ISO 8859-1, as Java sends it unasked", `Basic ${encoded("zoë:päss:wörd", "latin1")}`, 401],
  ["no password for a user without one", `Basic ${encoded("empty:")}`, 404],
  ["no password", `Basic ${encoded("anna:")}`, 401],
  ["a wrong password", `Basic ${encoded("anna:swordfisH")}`, 401],
  ["an unknown name", `Basic ${encoded("Anna:swordfish")}`, 401],
  ["no colon", `Basic ${encoded("anna")}`, 401],
  ["no base64", "Basic anna:swordfish", 401],
  ["text behind a comma", `Basic ${encoded("anna:swordfish")}, x`, 401],
  ["a token", `Bearer ${TOKEN}`, 404],
  ["a token of a scheme in lower case", `bearer ${TOKEN}`, 404],
  ["a part of a token", `Bearer ${TOKEN.slice(0, -1)}`, 401],
  ["a token as a password", `Basic ${encoded(`:${TOKEN}`)}`, 401],
  ["another scheme", 'Digest username="anna"', 401],
  ["an empty field", "", 401],
];

bindings("users and tokens", (test, withService) => {
  for (const [client, field, status] of SHAPES) {
    test(`by ${client}: ${status}`, () =>
      withService(
        async ({ send }) => {
          const headers: Record<string, string> =
            field === undefined ? {} : { authorization: field };
          for (const method of ["GET", "HEAD", "GET"]) {
            const answer = await send({ method, path: PATH, headers });
            assert.equal(answer.status, status);
            const challenge = status === 401 ? CHALLENGE : undefined;
            assert.equal(answer.headers["www-authenticate"], challenge);
            if (method === "HEAD") assert.equal(answer.body.length, 0);
            else assert.equal(JSON.parse(answer.body.toString()).code, null);
          }
        },
        { authorize },
      ));
  }

  test("that may only read get 403 for every write, and all reads", () =>
    withService(
      async ({ send, storage, logged }) => {
        const headers = { authorization: `Basic ${encoded("reader:swordfish")}` };
        const json = { ...headers, "content-type": "application/json" };
        const posted = {
          method: "POST",
          path: PATH,
          headers: { ...headers, "content-type": FORM_TYPE },
        };
        const refused = await send({ ...posted, body: FORM });
        assert.equal(refused.status, 403);
        assert.equal(refused.headers["www-authenticate"], undefined);
        assert.deepEqual(JSON.parse(refused.body.toString()), {
          type: "AuthorizationException",
          message: "Cannot serve the request: user 'reader' may only read",
          code: null,
        });
        for (const [method, path] of [
          ["PUT", "/process-instance/i/variables/v"],
          ["POST", "/process-instance/i/variables"],
          ["DELETE", "/process-instance/i/variables/v"],
          ["DELETE", "/process-instance/i"],
          ["POST", "/no/such/path"],
        ] as const) {
          assert.equal((await send({ method, path, headers })).status, 403);
        }
        for (const path of [
          "/variable-instance",
          "/variable-instance/count",
          "/process-instance",
          "/process-instance/count",
        ]) {
          assert.equal((await send({ path, headers })).status, 200);
          assert.equal(
            (await send({ method: "POST", path, headers: json, body: "{}" })).status,
            200,
          );
        }
        assert.deepEqual(await storage.instances(), []);
        assert.equal(logged.filter(({ level }) => level === "info").length, 1);
        const anna = {
          authorization: `Basic ${encoded("anna:swordfish")}`,
          "content-type": FORM_TYPE,
        };
        assert.equal((await send({ ...posted, headers: anna, body: FORM })).status, 204);
      },
      { authorize },
    ));
});

const test = suite("users and tokens on the wire");

const ANNA = `Authorization: Basic ${encoded("anna:swordfish")}`;
const WRONG = `Authorization: Basic ${encoded("anna:wrong")}`;

function withRaw(run: (client: RawConnection) => Promise<void>): Promise<void> {
  return withServer(({ port }) => withConnection(port, run), { authorize });
}

function post(fields: readonly string[]): string {
  const length = `Content-Length: ${FORM.length}`;
  return requestHead("POST", PATH, [`Content-Type: ${FORM_TYPE}`, length, ...fields]);
}

test("get 401 in the place of 100 Continue, and the connection goes on", () =>
  withRaw(async (client) => {
    for (const fields of [[], [WRONG]]) {
      await client.write(post(["Expect: 100-continue", ...fields]));
      const answer = await client.read();
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get("www-authenticate"), CHALLENGE);
      assert.equal(errorOf(answer).type, "NotAuthorizedException");
      if (answer.headers.get("connection") === "close") return;
      // Without 100 a client may send the body all the same.
      await client.write(FORM);
    }
    await client.write(post(["Expect: 100-continue", ANNA]));
    assert.equal((await client.read()).status, 100);
    await client.write(FORM);
    assert.equal((await client.read()).status, 204);
  }));

test("get 401 before the body has come, and what comes of it is no next request", () =>
  withRaw(async (client) => {
    await client.write(post([WRONG]));
    assert.equal((await client.read()).status, 401);
    await client.write(FORM);
    await client.write(post([ANNA]));
    await client.write(FORM);
    assert.equal((await client.read()).status, 204);
  }));

test("get 401 and the end of the connection for an upload that is too long to be dropped", () =>
  withRaw(async (client) => {
    const fields = [`Content-Type: ${FORM_TYPE}`, "Content-Length: 1000000000"];
    await client.write(requestHead("POST", PATH, fields));
    const answer = await client.read();
    assert.deepEqual([answer.status, answer.headers.get("connection")], [401, "close"]);
  }));

test("are asked in each of several pipelined requests, which keep their order", () =>
  withRaw(async (client) => {
    const get = (fields: readonly string[]) => requestHead("GET", PATH, fields);
    const all = [
      post([ANNA]),
      FORM,
      get([ANNA]),
      get([WRONG]),
      post([]),
      FORM,
      get([ANNA]),
      get([]),
    ];
    await client.write(Buffer.concat(all.map((part) => Buffer.from(part))));
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) {
      const { status, body } = await client.read();
      statuses.push(status);
      if (status === 200) assert.equal(body.toString(), "kept");
    }
    assert.deepEqual(statuses, [204, 200, 401, 401, 200, 401]);
  }));

test("are those of the first field if there are several", () =>
  withRaw(async (client) => {
    await client.write(requestHead("GET", PATH, [WRONG, ANNA]));
    assert.equal((await client.read()).status, 401);
    await client.write(requestHead("GET", PATH, [ANNA, WRONG]));
    assert.equal((await client.read()).status, 404);
  }));

test("get 503 with Retry-After when too many passwords are checked, and who is known passes", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const handler = createFetchHandler({ variables, authorize: await authorizeByFiles() });
  const ask = (password: string) => {
    const headers = { authorization: `Basic ${encoded(`anna:${password}`)}` };
    return handler(new Request("http://localhost/version", { headers }));
  };
  assert.equal((await ask("swordfish")).status, 200);
  const guesses = Array.from({ length: 100 }, (_, index) => ask(`guess ${index}`));
  assert.equal((await ask("swordfish")).status, 200);
  const answers = await Promise.all(guesses);
  const busy = answers.filter(({ status }) => status === 503);
  assert.deepEqual([busy.length, busy[0]?.headers.get("retry-after")], [34, "2"]);
  assert.equal(answers.filter(({ status }) => status === 401).length, 66);
});

test("are refused in a target, whose password is not logged", () =>
  withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET", `http://anna:swordfish@localhost${PATH}`));
        assert.equal((await client.read()).status, 401);
        assert.ok(!JSON.stringify(logged).includes("swordfish"));
        assert.match(JSON.stringify(logged), /http:\/\/\*\*\*@localhost/);
      }),
    { authorize },
  ));
