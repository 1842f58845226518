/** A server with the storage that never syncs: `unsynced_server.ts DIRECTORY`. It proves that the check finds missing syncs. */
import { ProcessVariables } from "../../../core/mod.ts";
import { startServer } from "../../../server/mod.ts";
import { UnsyncedStorage } from "./unsynced_storage.ts";

const storage = new UnsyncedStorage(process.argv[2] ?? ".");
const server = await startServer({ variables: new ProcessVariables({ storage }), port: 0 });
process.stdout.write(`varpost listening on ${server.url}\n`);
process.once("SIGTERM", () => void server.close());
