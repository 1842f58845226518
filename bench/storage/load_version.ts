import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { VariableStorage } from "../../dist/core/mod.js";

type Core = typeof import("../../dist/core/mod.js");
type Server = typeof import("../../dist/server/mod.js");

/** The built modules of a version of varpost, and how its storage is opened. */
export interface Version {
  readonly core: Core;
  readonly server: Server;
  /** Opens the storage. The module is loaded already. */
  open(): Promise<VariableStorage>;
}

/**
 * Loads a version.
 *
 * @param place Path of the store, or URL of its database.
 */
export async function loadVersion(root: string, kind: string, place: string): Promise<Version> {
  const url = (file: string) => pathToFileURL(resolve(root, "dist", file)).href;
  const core: Core = await import(url("core/mod.js"));
  const server: Server = await import(url("server/mod.js"));
  return { core, server, open: await opener(url, kind, place) };
}

async function opener(
  url: (file: string) => string,
  kind: string,
  place: string,
): Promise<Version["open"]> {
  if (kind === "memory") {
    const { MemoryStorage }: typeof import("../../dist/adapters/memory.js") = await import(
      url("adapters/memory.js")
    );
    return async () => new MemoryStorage();
  }
  if (kind === "SQLite") {
    const { SqliteStorage }: typeof import("../../dist/adapters/sqlite.js") = await import(
      url("adapters/sqlite.js")
    );
    return () => SqliteStorage.open(place);
  }
  if (kind === "PostgreSQL") {
    const { PostgresStorage }: typeof import("../../dist/adapters/postgres.js") = await import(
      url("adapters/postgres.js")
    );
    return () => PostgresStorage.open({ connectionString: place });
  }
  const { FilesystemStorage }: typeof import("../../dist/adapters/filesystem.js") = await import(
    url("adapters/filesystem.js")
  );
  return () => FilesystemStorage.open(place);
}
