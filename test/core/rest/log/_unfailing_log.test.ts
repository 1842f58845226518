import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/mod.ts";
import { unfailingLog } from "../../../../core/rest/log/_unfailing_log.ts";
import type { Log } from "../../../../core/rest/log/log.ts";
import { createLog } from "../../../../server/node/create_log.ts";
import { FORM_TYPE, form } from "../../../server/_form.ts";
import { withConnection } from "../../../server/_raw_connection.ts";
import { PATH, postRequest, requestHead } from "../../../server/_requests.ts";
import { withServer } from "../../../server/_with_server.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("a log that fails");

class Odd {
  get [Symbol.toStringTag](): string {
    throw new Error("cannot be looked at");
  }
}

const LOGS: readonly (readonly [how: string, log: Log])[] = [
  [
    "throws",
    () => {
      throw new Error("The log is gone");
    },
  ],
  ["rejects", () => Promise.reject(new Error("The log is gone"))],
  [
    "throws what cannot be shown",
    () => {
      throw new Odd();
    },
  ],
];

/** Collects the text that is written to stderr while `run` runs. */
async function captured(run: () => Promise<void>): Promise<string> {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  try {
    await run();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

for (const [how, log] of LOGS) {
  test(`costs nothing when it ${how}`, () =>
    captured(async () => {
      unfailingLog(log, createLog("debug"))("error", "Cannot serve a request", { id: 1 });
      await new Promise(setImmediate);
    }).then(() => {}));

  test(`costs no answer and no connection when it ${how}`, async () => {
    class Broken extends ProcessVariables {
      override delete(): Promise<void> {
        return Promise.reject(new Odd());
      }
    }
    const variables = new Broken({ storage: new MemoryStorage() });
    const hinted = form({ name: "data", content: "x", filename: "a.txt" }).toString();
    await captured(() =>
      withServer(
        ({ port }) =>
          withConnection(port, async (client) => {
            await client.write(postRequest(hinted, PATH, [`Content-Type: ${FORM_TYPE}`]));
            assert.equal((await client.read()).status, 204);
            await client.write(requestHead("DELETE", PATH.replace("/data", "")));
            assert.equal((await client.read()).status, 500);
            await client.write(requestHead("GET"));
            assert.equal((await client.read()).body.toString(), "x");
          }),
        { variables, log },
      ),
    );
  });
}

test("has its line on stderr, with the reason", async () => {
  for (const [, log] of LOGS.slice(0, 2)) {
    const text = await captured(async () => {
      unfailingLog(log, createLog("debug"))("debug", "A hint", { name: "v" });
      await new Promise(setImmediate);
    });
    assert.match(text, /debug A hint \{"name":"v","logFault":"Error: The log is gone/);
  }
});

test("gets every line as it is while it does not fail", () => {
  const lines: unknown[] = [];
  const fail = () => assert.fail("the line was taken");
  unfailingLog((...line) => lines.push(line), fail)("info", "b", { c: 1 });
  assert.deepEqual(lines, [["info", "b", { c: 1 }]]);
});
