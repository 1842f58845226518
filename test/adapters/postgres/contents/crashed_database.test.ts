import assert from "node:assert/strict";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import type { StagedContent, VariableStorage } from "../../../../core/storage/storage.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { withPostgresClient } from "../../../support/postgres/postgres_client.ts";
import { PostgresCluster } from "../../../support/postgres/postgres_cluster.ts";
import { noOwnCluster } from "../../../support/postgres/test_postgres.ts";
import { suite } from "../../../support/suite.ts";
import { testUnless } from "../../../support/test_unless.ts";
import { until } from "../../../support/until.ts";

const test = testUnless(suite("PostgresStorage, if the database crashes"), noOwnCluster());

/** The tests start a server, and start it again. */
const SLOW = { deadline: 90_000 };
const WINDOW_BYTES = 4_194_304;
/** What is committed without waiting for the disk stays in memory for long, and so is lost in a crash. */
const LAZY = { wal_buffers: "64MB", wal_writer_delay: "10s", wal_writer_flush_after: "1GB" };

test(
  "applies no stage of which a crash has taken a part",
  () =>
    withCluster(async (cluster, storage) => {
      const source = async function* () {
        yield bytes(1, WINDOW_BYTES + 1);
        await rowsStored(cluster, 16);
        // This brings the first window to the disk.
        await storage.apply("i", [put("other", bytes(9, 1))]);
        yield bytes(2, WINDOW_BYTES);
        await rowsStored(cluster, 32);
        await crash(cluster);
        yield bytes(3, WINDOW_BYTES);
      };
      try {
        await storage.apply("i", [put("a", await storage.stage(source()))]);
      } catch (error) {
        assert.ok(error instanceof StorageError && error.code === "unavailable", String(error));
        return;
      }
      const read = await readAll(storage, "a");
      assert.equal(read.length, 3 * WINDOW_BYTES + 1);
    }),
  SLOW,
);

test(
  "does not take the stage of another process for one that a crash has taken",
  () =>
    withCluster(async (cluster, storage) => {
      const lost = await storage.stage(once(bytes(1, 20_000)));
      await crash(cluster);
      const other = await PostgresStorage.open({ connectionString: cluster.url });
      const kept = await other.stage(once(bytes(2, 20_000)));
      await assert.rejects(storage.apply("i", [put("a", lost)]), { code: "unavailable" });
      await lost.discard();
      await other.apply("i", [put("b", kept)]);
      assert.deepEqual(await readAll(other, "b"), bytes(2, 20_000));
      await other.close();
    }),
  SLOW,
);

let started: Promise<PostgresCluster> | undefined;

async function withCluster(
  run: (cluster: PostgresCluster, storage: PostgresStorage) => Promise<void>,
): Promise<void> {
  started ??= PostgresCluster.start(LAZY);
  const cluster = await started;
  const storage = await PostgresStorage.open({ connectionString: cluster.url });
  await run(cluster, storage);
  await storage.close();
}

async function crash(cluster: PostgresCluster): Promise<void> {
  await cluster.stop("immediate");
  await cluster.restart();
}

function rowsStored({ url }: PostgresCluster, wanted: number): Promise<void> {
  return withPostgresClient(url, (client) =>
    until(async () => {
      const { rows } = await client.query("SELECT count(*)::integer FROM varpost.chunk");
      return rows[0]?.count === wanted;
    }),
  );
}

function put(name: string, content: Uint8Array | StagedContent) {
  return { op: "put", name, type: "Bytes", valueInfo: {}, content } as const;
}

function bytes(value: number, length: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function readAll(storage: VariableStorage, name: string): Promise<Uint8Array> {
  const variable = await storage.open("i", name);
  assert.ok(variable);
  const pieces = await fromAsync(variable.read());
  await variable.close();
  return new Uint8Array(Buffer.concat(pieces));
}
