import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/mod.ts";
import { errorOf, withConnection } from "../../../server/_raw_connection.ts";
import { requestHead } from "../../../server/_requests.ts";
import { withServer } from "../../../server/_with_server.ts";
import { suite } from "../../../support/suite.ts";
import { settled, until } from "../../../support/until.ts";

const test = suite("streamJson()");

const TARGET = "/process-instance/i/variables";
const PIECE = " ".repeat(65_536);

/** A list of blanks that is made while it is read. It records the calls on it. */
class MadeList extends ProcessVariables {
  /** Number of pieces that were requested. */
  made = 0;
  ended = 0;
  readonly #pieces: number;
  /** The index of the piece that fails. */
  readonly #failing: number;

  constructor(pieces: number, failing = Number.POSITIVE_INFINITY) {
    super({ storage: new MemoryStorage() });
    this.#pieces = pieces;
    this.#failing = failing;
  }

  override async *listJson(): AsyncGenerator<string> {
    try {
      for (let index = 0; index < this.#pieces; index++) {
        this.made++;
        if (index === this.#failing) throw new Error("The disk is gone");
        yield PIECE;
      }
      yield "{}";
    } finally {
      this.ended++;
    }
  }
}

test("makes no more than the client takes, and stops when it leaves", async () => {
  const variables = new MadeList(4_096);
  await withServer(
    async ({ port, logged }) => {
      await withConnection(port, async (client) => {
        await client.write(requestHead("GET", TARGET));
        await settled(() => variables.made);
        assert.ok(variables.made < 2_048, `made ${variables.made} pieces`);
      });
      await until(() => variables.ended > 0);
      assert.deepEqual(logged, []);
    },
    { variables },
  );
});

test("makes no more than the head needs for HEAD", async () => {
  const variables = new MadeList(4_096);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("HEAD", TARGET) + requestHead("HEAD", "/version"));
        assert.equal((await client.read({ head: true })).status, 200);
        assert.equal((await client.read({ head: true })).status, 200);
        assert.deepEqual([variables.made, variables.ended], [1, 1]);
      }),
    { variables },
  );
});

test("answers 500 when the first piece fails", async () => {
  const variables = new MadeList(4, 0);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET", TARGET));
        assert.equal(errorOf(await client.read()).type, "RestException");
      }),
    { variables },
  );
});

test("cuts the connection when a later piece fails, so that nothing looks whole", async () => {
  const variables = new MadeList(4, 2);
  await withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET", TARGET));
        const received = (await client.ends()).toString();
        assert.match(received, /^HTTP\/1.1 200 /);
        assert.doesNotMatch(received, /\r\n0\r\n\r\n$/);
        assert.equal(logged.length, 1);
      }),
    { variables },
  );
});
