import { once } from "node:events";
import { createServer } from "node:http";
import { PostgresCluster } from "./postgres_cluster.ts";
import { ASK_FOR_POSTGRES } from "./test_postgres.ts";

/** The PostgreSQL of a run of many test files, each of which is a process of its own. */
export interface PostgresOfRun {
  /** Variables of the environment of the test files. */
  readonly settings: Readonly<Record<string, string>>;
  /** Ends the server, if one was started. */
  end(): Promise<void>;
}

/** Offers a PostgreSQL to test files. It is started when the first of them asks for it. */
export async function offerPostgres(): Promise<PostgresOfRun> {
  let cluster: Promise<PostgresCluster> | undefined;
  const server = createServer((_, response) => {
    cluster ??= PostgresCluster.start();
    cluster.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(error.message),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    settings: { [ASK_FOR_POSTGRES]: `http://127.0.0.1:${port}/` },
    async end() {
      server.close();
      // If it did not start, those who asked for it have failed.
      await cluster?.then(
        (started) => started.end(),
        () => {},
      );
    },
  };
}
