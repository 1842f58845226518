/**
 * Keeps a server of PostgreSQL for its parent, which says over the channel to it what to do. When the parent has ended, in whatever way, the
 * server is stopped and its folder removed. So nobody who is interrupted or killed leaves anything behind.
 *
 * fork("postgres_keeper_main.ts"), see `PostgresCluster`
 */
import type { KeeperAnswer, KeeperRequest } from "./keeper_messages.ts";
import { PostgresServer } from "./postgres_server.ts";

let server: PostgresServer | undefined;
let last: Promise<void> = Promise.resolve();

process.on("message", (request: KeeperRequest) => {
  last = last.then(() => serve(request)).then(answer, (error) => answer({ error: error.message }));
});
process.once("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);

async function serve(request: KeeperRequest): Promise<KeeperAnswer> {
  if ("settings" in request) {
    server = await PostgresServer.create(request.settings);
    await server.start();
    return { url: server.url };
  }
  if (request.to === "start") await server?.start();
  else await server?.stop(request.to);
  return { url: server?.url ?? "" };
}

function answer(message: KeeperAnswer): void {
  if (process.connected) process.send?.(message);
}

function end(): void {
  last = last
    .then(() => server?.remove())
    .finally(() => {
      process.exit();
    });
}
