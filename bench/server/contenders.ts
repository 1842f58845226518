import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Server } from "./server.ts";
import { ServerProcess } from "./server_process.ts";

/** A server that is measured. */
export interface Contender<S extends Server = Server> {
  readonly name: string;
  /** The part of a post that a GET gives back. */
  readonly keeps: "value" | "body" | "nothing";
  /**
   * Starts it with an empty storage.
   *
   * @param scratch A path that does not exist yet.
   * @param nodeOptions Options of Node, if it is a program of Node.
   */
  start(scratch: string, nodeOptions: readonly string[]): Promise<S>;
}

/** A limit that no benchmark reaches. */
const MAX_VALUE_BYTES = 8 * 2 ** 30;

/** The root folder of this version. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** varpost with each storage. */
export const OURS: readonly Contender<ServerProcess>[] = versions("varpost", ROOT);

const DRAIN = peer("bare node:http", "nothing", "drain_main.ts");
const MAP = peer("node:http + busboy + Map", "value", "busboy_main.ts");
const FASTIFY = peer("fastify + @fastify/multipart", "value", "fastify_main.ts");

/** Those that take small requests. The floors and the peers come first. */
export const REQUEST_CONTENDERS: readonly Contender[] = [
  DRAIN,
  peer("a file for each value", "body", "files_main.ts"),
  MAP,
  FASTIFY,
  ...OURS,
];

/** Those that take large values. The floors and the peers come first. */
export const BULK_CONTENDERS: readonly Contender[] = [
  DRAIN,
  peer("pipeline, fsync, rename", "body", "pipeline_main.ts"),
  MAP,
  FASTIFY,
  ...OURS,
];

/**
 * Makes contenders of another version of varpost, with each storage.
 *
 * @param folder Its root folder, in which `npm run build` was run.
 */
export function otherVersion(folder: string): readonly Contender[] {
  return versions(OTHER, resolve(folder));
}

/** The name of the other version: its results are found by it. */
export const OTHER = "other varpost";
/** At least these parts of its posts and gets a second this version must have. An index costs posts. */
export const POSTS_OF_OTHER = 0.95;
export const GETS_OF_OTHER = 0.98;

/** Finds one of {@linkcode OURS} by its name. */
export function oursNamed(name: string): Contender<ServerProcess> {
  const contender = OURS.find((candidate) => candidate.name === name);
  if (contender === undefined) throw new Error(`Cannot measure '${name}': there is no such server`);
  return contender;
}

/**
 * Makes a contender of a program in the folder `peers`.
 *
 * @param place Where it keeps values. Default: the scratch path.
 */
export function peer(
  name: string,
  keeps: Contender["keeps"],
  file: string,
  place?: string,
): Contender<ServerProcess> {
  const path = fileURLToPath(new URL(`peers/${file}`, import.meta.url));
  return {
    name,
    keeps,
    start: (scratch, options) =>
      ServerProcess.start([...options, "--import", "tsx", path, place ?? scratch]),
  };
}

function versions(name: string, root: string): readonly Contender<ServerProcess>[] {
  return [
    varpost(`${name}, memory`, root, () => "memory:"),
    varpost(`${name}, filesystem`, root, (scratch) => `filesystem:${scratch}`),
    varpost(`${name}, SQLite`, root, (scratch) => `sqlite:${scratch}`),
  ];
}

/** varpost as a user installs it: the built files, which Node runs directly. */
export function varpost(
  name: string,
  root: string,
  storage: (scratch: string) => string,
): Contender<ServerProcess> {
  const main = resolve(root, "dist/server/main.js");
  return {
    name,
    keeps: "value",
    start: (scratch, options) =>
      ServerProcess.start([
        ...options,
        main,
        ...["--port", "0"],
        ...["--storage", storage(scratch)],
        ...["--max-value-bytes", String(MAX_VALUE_BYTES)],
      ]),
  };
}
