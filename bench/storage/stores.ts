import { fileURLToPath } from "node:url";

/** A storage that is measured, without a server. */
export interface Store {
  readonly name: string;
  readonly kind: "memory" | "filesystem" | "SQLite" | "PostgreSQL";
  /** Root folder of the version of varpost, in which `npm run build` was run. */
  readonly root: string;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const MEMORY: Store = { name: "memory", kind: "memory", root: ROOT };
export const FILESYSTEM: Store = { name: "filesystem", kind: "filesystem", root: ROOT };
export const SQLITE: Store = { name: "SQLite", kind: "SQLite", root: ROOT };
export const POSTGRES: Store = { name: "PostgreSQL", kind: "PostgreSQL", root: ROOT };

/** The filesystem storage of another version. Its results are found by this name. */
export const OTHER = "other filesystem";

/** Makes the filesystem storage of another version of varpost, whose root folder this is. */
export function otherStore(root: string): Store {
  return { name: OTHER, kind: "filesystem", root };
}
