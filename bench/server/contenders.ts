import { fileURLToPath } from "node:url";

/** A server that is measured. */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** What a GET gives back of what was posted. */
  readonly keeps: "value" | "body" | "nothing";
  /** Node's arguments that start it; `scratch` is a path of its own that does not exist yet. */
  nodeArguments(scratch: string): readonly string[];
}

/** More than any benchmark sends. */
const MAX_VALUE_BYTES = 8 * 2 ** 30;

/** All contenders: floor and peers first. */
export const CONTENDERS: readonly Contender[] = [
  peer("bare node:http", "nothing", "drain_main.ts"),
  peer("pipeline, fsync, rename", "body", "pipeline_main.ts"),
  peer("node:http + busboy + Map", "value", "busboy_main.ts"),
  peer("fastify + @fastify/multipart", "value", "fastify_main.ts"),
  varpost("varpost, memory", () => "memory:"),
  varpost("varpost, filesystem", (scratch) => `filesystem:${scratch}`),
  varpost("varpost, SQLite", (scratch) => `sqlite:${scratch}`),
];

/** The contender of this name. */
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

/** As it is installed: built, and started by nothing but Node. */
function varpost(name: string, storage: (scratch: string) => string): Contender {
  const main = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
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
