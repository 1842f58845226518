import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { CopyIn } from "../../../../adapters/postgres/contents/_copy_in.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { testPostgres } from "../../../support/postgres/test_postgres.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("CopyIn");

const MEBIBYTE = 1_048_576;
/** More than the system holds between two sockets. */
const PIECES = 24;
const COPY = "COPY filled FROM STDIN";

test("sends the rows", async () => {
  await withPostgresClient(await testPostgres(), async (client) => {
    await client.query("CREATE TEMPORARY TABLE filled (number integer)");
    await client.query(new CopyIn([COPY], [Buffer.from("1\n2"), Buffer.from("3\n4\n")])).finished;
    const { rows } = await client.query("SELECT sum(number)::integer FROM filled");
    assert.deepEqual(rows, [{ sum: 28 }]);
  });
});

test("rejects if the statement is refused", async () => {
  await withPostgresClient(await testPostgres(), async (client) => {
    await assert.rejects(client.query(new CopyIn(["COPY nothing FROM STDIN"], [])).finished, {
      code: "42P01",
    });
    assert.equal((await client.query("SELECT 1 AS one")).rows[0]?.one, 1);
  });
});

test("runs the statements around COPY", async () => {
  await withPostgresClient(await testPostgres(), async (client) => {
    await client.query("CREATE TEMPORARY TABLE filled (number integer)");
    const statements = ["BEGIN", "INSERT INTO filled VALUES (1)", COPY, "COMMIT"];
    await client.query(new CopyIn(statements, [Buffer.from("2\n")], () => new Error())).finished;
    await client.query("ROLLBACK");
    const { rows } = await client.query("SELECT sum(number)::integer FROM filled");
    assert.deepEqual(rows, [{ sum: 3 }]);
  });
});

test("sends nothing if the statement before has changed no row, and this shall be an error", async () => {
  await withPostgresClient(await testPostgres(), async (client) => {
    await client.query("CREATE TEMPORARY TABLE filled (number integer)");
    const statements = ["UPDATE filled SET number = 1", COPY];
    const pieces = [Buffer.from("2\n")];
    const copy = new CopyIn(statements, pieces, () => new Error("There is no row"));
    await assert.rejects(client.query(copy).finished, /There is no row/);
    await client.query(new CopyIn(statements, pieces)).finished;
    const { rows } = await client.query("SELECT sum(number)::integer FROM filled");
    assert.deepEqual(rows, [{ sum: 2 }]);
  });
});

test("survives that a row is refused while others still wait for the network", async () => {
  const url = await testPostgres();
  await withSlowNetwork(url, (slow) =>
    withPostgresClient(slow, async (client) => {
      await client.query("CREATE TEMPORARY TABLE filled (number integer)");
      const rest = Array.from({ length: PIECES }, () => Buffer.alloc(MEBIBYTE, "7\n"));
      const copy = client.query(new CopyIn([COPY], [Buffer.from("no number\n"), ...rest]));
      await assert.rejects(copy.finished, { code: "22P02" });
      assert.equal((await client.query("SELECT 1 AS one")).rows[0]?.one, 1);
    }),
  );
});

/** A network that holds back what follows the first mebibyte, until the server has answered with an error. */
async function withSlowNetwork(url: string, run: (url: string) => Promise<void>): Promise<void> {
  const { hostname, port } = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let sent = 0;
    let isRefused = false;
    client.on("data", (bytes) => {
      upstream.write(bytes);
      if (!isRefused && sent < MEBIBYTE && sent + bytes.length >= MEBIBYTE) client.pause();
      sent += bytes.length;
    });
    upstream.on("data", (bytes) => {
      isRefused ||= bytes.includes("22P02");
      client.write(bytes, () => setImmediate(() => client.resume()));
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    for (const socket of [client, upstream]) socket.on("error", () => {});
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const slow = new URL(url);
  slow.host = `127.0.0.1:${address.port}`;
  try {
    await run(slow.href);
  } finally {
    server.close();
  }
}
