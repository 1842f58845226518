import { type Contender, OTHER, oursNamed, peer, ROOT, varpost } from "../contenders.ts";
import type { ServerProcess } from "../server_process.ts";

/** A statement a request. */
export const FLOOR_NAME = "node:http + pg, a statement a request";
export const OURS_NAME = "varpost, PostgreSQL";
export const MEMORY: Contender<ServerProcess> = oursNamed("varpost, memory");

/** The floor, whose table is in this database. */
export function floorIn(url: string): Contender<ServerProcess> {
  return peer(FLOOR_NAME, "value", "pg_main.ts", url);
}

/** varpost with tables in this database. */
export function oursIn(url: string): Contender<ServerProcess> {
  return varpost(OURS_NAME, ROOT, () => inSchema(url, "varpost"));
}

/** Another version of varpost, whose root folder this is, with tables in this database. */
export function otherIn(url: string, root: string): Contender<ServerProcess> {
  return varpost(`${OTHER}, PostgreSQL`, root, () => inSchema(url, "other"));
}

function inSchema(url: string, schema: string): string {
  const place = new URL(url);
  place.searchParams.set("schema", schema);
  return place.href;
}
