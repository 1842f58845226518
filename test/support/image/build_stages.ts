import { cp, mkdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { BASE } from "./base_image.ts";
import { unshareArguments } from "./change_root.ts";
import { execForm, type Instruction, type Stage, settingsOf } from "./dockerfile.ts";
import { inherited } from "./inherited.ts";

/** What Docker would make of the last stage: files and how to start them. */
export interface Image {
  readonly root: string;
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly user: string;
  readonly volumes: readonly string[];
  readonly entryPoint: readonly string[];
  readonly healthCheck: readonly string[];
}

/** An image in the making. */
class Build {
  readonly root: string;
  readonly env = new Map<string, string>();
  readonly volumes: string[] = [];
  cwd = "/";
  user = "0:0";
  entryPoint: readonly string[] = [];
  healthCheck: readonly string[] = [];

  constructor(root: string) {
    this.root = root;
  }
}

/**
 * Carries out the instructions of all stages, each in a folder that is its root.
 *
 * @param stages The stages of the Dockerfile.
 * @param context The folder that `COPY` copies from.
 * @param directory Where the stages are built.
 * @param makeBase Makes the folder of a base image.
 * @param onStep Called before each instruction.
 * @returns What the last stage has become.
 */
export async function buildStages(
  stages: readonly Stage[],
  context: string,
  directory: string,
  makeBase: (root: string) => Promise<void>,
  onStep: (step: string) => void,
): Promise<Image> {
  const built = new Map<string | undefined, Build>();
  let last: Build | undefined;
  for (const [index, { base, name, instructions }] of stages.entries()) {
    if (base !== BASE) throw new Error(`Cannot build on '${base}': only ${BASE} can be made here`);
    last = new Build(join(directory, `stage${index}`));
    await makeBase(last.root);
    for (const instruction of instructions) {
      onStep(`${instruction.word} ${instruction.rest}`);
      const from = instruction.flags.get("from");
      await carryOut(
        instruction,
        last,
        from === undefined ? context : (built.get(from)?.root ?? ""),
      );
    }
    built.set(name, last);
  }
  if (last === undefined) throw new Error("Cannot build an image: the Dockerfile has no stage");
  return last;
}

async function carryOut({ word, rest }: Instruction, build: Build, source: string): Promise<void> {
  if (word === "RUN") {
    const command = ["sh", "-c", rest];
    const certificates = process.env["NODE_EXTRA_CA_CERTS"];
    const extra =
      certificates === undefined ? [] : [["NODE_EXTRA_CA_CERTS", certificates] as const];
    const { root, cwd, env } = build;
    inherited(
      "unshare",
      unshareArguments({ root, cwd, env: new Map([...env, ...extra]), command }),
    );
  } else if (word === "COPY") await copy(rest.split(/\s+/), build, source);
  else if (word === "WORKDIR") {
    build.cwd = resolve(build.cwd, rest);
    await mkdir(join(build.root, build.cwd), { recursive: true });
  } else if (word === "ENV")
    for (const [name, value] of settingsOf(rest)) build.env.set(name, value);
  else if (word === "USER") build.user = rest;
  else if (word === "VOLUME") build.volumes.push(rest);
  else if (word === "ENTRYPOINT") build.entryPoint = execForm(rest);
  else if (word === "HEALTHCHECK") build.healthCheck = execForm(rest.replace(/^CMD\s+/, ""));
  else if (word !== "EXPOSE") throw new Error(`Cannot carry out '${word}': it is not known here`);
}

/** Copies as `COPY` does: of a folder what is in it, and a file under its name if the target ends with a slash. */
async function copy(words: readonly string[], { root, cwd }: Build, source: string): Promise<void> {
  const target = words.at(-1) ?? "";
  const there = join(root, resolve(cwd, target));
  for (const word of words.slice(0, -1)) {
    const from = join(source, word);
    const isFolder = (await stat(from)).isDirectory();
    const to = !isFolder && target.endsWith("/") ? join(there, basename(word)) : there;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
}
