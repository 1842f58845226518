import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { StagedContent, VariableStorage } from "../../../core/storage/storage.ts";
import { LONG_TIMES, withFaultStore } from "../../support/postgres/fault_store.ts";
import { withPostgresClient } from "../../support/postgres/postgres_client.ts";
import { withTestSchema } from "../../support/postgres/test_schema.ts";
import { suite } from "../../support/suite.ts";
import { manyTurns, until } from "../../support/until.ts";

const test = suite("PostgresStorage, when a COPY fails");

const BYTES = 6_000_000;

function upload(storage: VariableStorage): Promise<StagedContent> {
  return storage.stage(
    (async function* () {
      for (let sent = 0; sent < BYTES; sent += 100_000) yield new Uint8Array(100_000);
    })(),
  );
}

async function download(storage: VariableStorage): Promise<number> {
  const variable = await storage.open("i", "a");
  let size = 0;
  for await (const piece of variable?.read() ?? []) size += piece.length;
  await variable?.close();
  return size;
}

async function put(storage: VariableStorage): Promise<void> {
  const content = await upload(storage);
  await storage.apply("i", [{ op: "put", name: "a", type: "File", valueInfo: {}, content }]);
}

test("refuses an upload that the database refuses, and takes the next one", () =>
  withTestSchema((place) =>
    withFaultStore(place, LONG_TIMES, async (storage) => {
      await withPostgresClient(place.connectionString, async (client) => {
        const { schema } = place;
        await client.query(`CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RAISE 'could not extend file: No space left' USING ERRCODE = '53100'; END$$`);
        await client.query(`CREATE TRIGGER refuse BEFORE INSERT ON ${schema}.chunk
          FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse()`);
        for (let i = 0; i < 3; i++) {
          await assert.rejects(upload(storage), {
            code: "full",
            message: /the database's disk is full/,
          });
        }
        await client.query(`DROP TRIGGER refuse ON ${schema}.chunk`);
      });
      await put(storage);
      assert.equal(await download(storage), BYTES);
    }),
  ));

/** The message CopyDone, and the first byte of CommandComplete. */
const COPY_DONE = Buffer.from("c\0\0\0\x04C", "latin1");

test("survives a connection that is lost between the last row and the end of the statement", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    const { hostname, port } = new URL(connectionString);
    let wanted = 0;
    const proxy = createServer((client) => {
      const server = connect(Number(port), hostname);
      client.on("error", () => {}).on("close", () => server.destroy());
      server.on("error", () => {}).on("close", () => client.destroy());
      client.on("data", (bytes) => server.write(bytes));
      server.on("data", (bytes) => {
        const end = wanted > 0 ? bytes.indexOf(COPY_DONE) : -1;
        if (end === -1) client.write(bytes);
        else {
          wanted--;
          client.write(bytes.subarray(0, end + COPY_DONE.length - 1));
          // First at once, and then when the store has long got the last row.
          (wanted > 0 ? Promise.resolve() : manyTurns()).then(() => client.destroy());
        }
      });
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const address = proxy.address();
    assert.ok(address !== null && typeof address === "object");
    const through = new URL(connectionString);
    through.host = `127.0.0.1:${address.port}`;
    through.searchParams.set("sslmode", "disable");
    await withFaultStore(
      { connectionString: through.href, schema },
      LONG_TIMES,
      async (storage) => {
        await put(storage);
        wanted = 2;
        await until(async () => {
          assert.equal(await download(storage), BYTES);
          return wanted === 0;
        });
        assert.equal(await download(storage), BYTES);
      },
    );
    proxy.close();
  }));
