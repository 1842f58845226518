import type { StopMode } from "./postgres_server.ts";

/** What a `PostgresCluster` asks of its keeper: first to make a cluster and start it. */
export type KeeperRequest =
  | { readonly settings: Readonly<Record<string, string>> }
  | { readonly to: StopMode | "start" };

/** The answer to each request, in their order. */
export type KeeperAnswer = { readonly url: string } | { readonly error: string };
