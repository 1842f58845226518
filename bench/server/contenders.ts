import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A server that is measured. */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** The part of a post that a GET gives back. */
  readonly keeps: "value" | "body" | "nothing";
  /** Returns the arguments of Node that start it. `scratch` is a path that does not exist yet. */
  nodeArguments(scratch: string): readonly string[];
}

/** A limit that no benchmark reaches. */
const MAX_VALUE_BYTES = 8 * 2 ** 30;

/** The root folder of this version. */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** All contenders. The floor and the peers come first. */
export const CONTENDERS: readonly Contender[] = [
  peer("bare node:http", "nothing", "drain_main.ts"),
  peer("pipeline, fsync, rename", "body", "pipeline_main.ts"),
  peer("node:http + busboy + Map", "value", "busboy_main.ts"),
  peer("fastify + @fastify/multipart", "value", "fastify_main.ts"),
  ...versions("varpost", ROOT),
];

/**
 * Makes contenders of another version of varpost, with each storage.
 *
 * @param folder Its root folder, in which `npm run build` was run.
 */
export function otherVersion(folder: string): readonly Contender[] {
  return versions(`varpost of ${folder}`, resolve(folder));
}

/** Finds the contender with this name. */
export function contenderNamed(name: string): Contender {
  const contender = CONTENDERS.find((candidate) => candidate.name === name);
  if (contender === undefined) throw new Error(`Cannot measure '${name}': there is no such server`);
  return contender;
}

function peer(name: string, keeps: Contender["keeps"], file: string): Contender {
  const path = fileURLToPath(new URL(`peers/${file}`, import.meta.url));
  return {
    name,
    ours: false,
    keeps,
    nodeArguments: (scratch) => ["--import", "tsx", path, scratch],
  };
}

function versions(name: string, root: string): readonly Contender[] {
  return [
    varpost(`${name}, memory`, root, () => "memory:"),
    varpost(`${name}, filesystem`, root, (scratch) => `filesystem:${scratch}`),
    varpost(`${name}, SQLite`, root, (scratch) => `sqlite:${scratch}`),
  ];
}

/** varpost as a user installs it: the built files, which Node runs directly. */
function varpost(name: string, root: string, storage: (scratch: string) => string): Contender {
  const main = resolve(root, "dist/server/main.js");
  return {
    name,
    ours: true,
    keeps: "value",
    nodeArguments: (scratch) => [
      main,
      ...["--port", "0"],
      ...["--storage", storage(scratch)],
      ...["--max-value-bytes", String(MAX_VALUE_BYTES)],
    ],
  };
}
