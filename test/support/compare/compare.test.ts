import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createRequestListener } from "../../../server/node/create_request_listener.ts";
import { suite } from "../suite.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { sameAnswer } from "./same_answer.ts";

const test = suite("npm run compare");

/** Compares with a server, and gives the exit code and what was printed. */
async function compare(
  listener: RequestListener,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    const main = [...SOURCE_FLAGS, "test/support/compare/compare_main.ts"];
    const base = `http://127.0.0.1:${address.port}/engine-rest`;
    const child = spawn(process.execPath, [...main, base, ...args]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, output };
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function varpost(): RequestListener {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  return createRequestListener({ variables, log: () => {} });
}

test("finds no difference from varpost itself", async () => {
  const { code, output } = await compare(varpost(), "--only", "form: ");
  assert.match(
    output,
    /^\d+ cases: (\d+) equal, 0 different as documented, 0 not known, 0 skipped/,
  );
  assert.equal(code, 0);
});

test("finds no difference of queries either", async () => {
  const { code, output } = await compare(varpost(), "--only", "post-values/n");
  assert.equal(
    output.split("\n").at(-2),
    "49 requests of queries: 49 equal, 0 different as documented, 0 not known",
  );
  assert.equal(code, 0);
});

test("prints what is answered otherwise, and fails if the documentation does not tell of it", async () => {
  const right = varpost();
  const wrong: RequestListener = (request, response) => {
    if (request.method !== "HEAD" && request.method !== "OPTIONS") return right(request, response);
    request.resume();
    response.writeHead(299).end();
  };
  const unknown = await compare(
    wrong,
    "--only",
    "HEAD data of Bytes",
    "--instance-command",
    "echo i",
  );
  assert.deepEqual(unknown.output.split("\n").slice(0, 5), [
    "HEAD data of Bytes [HEAD /process-instance/{instance}/variables/x/data]",
    "  varpost 200 application/octet-stream",
    "  engine  299",
    "  not known",
    "1 cases: 0 equal, 0 different as documented, 1 not known, 0 skipped, since the engine does not have their value type",
  ]);
  assert.equal(unknown.code, 1);
  const documented = await compare(wrong, "--only", "OPTIONS");
  assert.match(documented.output, /\n {2}docs\/differences.md:\d+: wrong method; OPTIONS\n/);
  assert.equal(documented.code, 0);
});

test("says what is missing", async () => {
  const { code, output } = await compare((_request, response) => {
    response.writeHead(500).end();
  });
  assert.match(output, /^Cannot compare: the engine answers 500 .* give an --instance-command/);
  assert.equal(code, 2);
});

test("takes a message that says more behind the engine's words for the same", () => {
  const answer = (message: string, status = 400) => ({
    status,
    contentType: "application/json",
    body: JSON.stringify({ message, type: "RestException" }),
  });
  assert.ok(sameAnswer(answer("No: not so"), answer("No")));
  assert.ok(!sameAnswer(answer("No"), answer("No: not so")));
  assert.ok(!sameAnswer(answer("No"), answer("")));
  assert.ok(!sameAnswer(answer("No: not so"), answer("No", 500)));
});
