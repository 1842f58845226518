import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { until } from "../until.ts";
import type { Image } from "./build_stages.ts";
import { environmentOf, unshareArguments } from "./change_root.ts";

const run = promisify(execFile);

/** How a command in a container has ended. */
interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A running image: its root is read-only, and it has no capability. */
export class Container {
  readonly #unshare: ChildProcess;
  readonly #image: Image;
  #output = "";
  #process = 0;

  private constructor(image: Image, unshare: ChildProcess) {
    this.#image = image;
    this.#unshare = unshare;
    for (const stream of [unshare.stdout, unshare.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
  }

  /**
   * Starts an image, as `docker run` would.
   *
   * @param image The image.
   * @param volume The folder of this machine that is its volume.
   * @param command What stands behind the entry point.
   */
  static async start(
    image: Image,
    volume: string,
    command: readonly string[] = [],
  ): Promise<Container> {
    const volumes = new Map(image.volumes.map((inside) => [inside, volume]));
    const args = unshareArguments({
      ...image,
      volumes,
      command: [...image.entryPoint, ...command],
    });
    const container = new Container(
      image,
      spawn("unshare", args, { stdio: ["ignore", "pipe", "pipe"] }),
    );
    await until(() => container.#output.includes("\n") || container.#hasEnded);
    if (!container.#hasEnded) container.#process = await firstChild(container.#unshare.pid ?? 0);
    return container;
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** The lines of process 1 in `/proc/PID/status`, as this machine sees it. */
  async status(): Promise<string> {
    return readFile(`/proc/${this.#process}/status`, "utf8");
  }

  /** Sends a signal to its process 1. From outside only those arrive that it handles, since it is process 1. */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.#hasEnded) {
      const ended = once(this.#unshare, "exit");
      process.kill(this.#process, signal);
      await ended;
    }
    return this.#unshare.exitCode;
  }

  /** Runs a command in it as its user, as `docker exec` does. */
  async exec(command: readonly string[]): Promise<Ended> {
    const [uid = "", gid = ""] = this.#image.user.split(":");
    const namespaces = ["--mount", "--pid", "--net", "--root", "--wd"];
    const user = ["--setuid", uid, "--setgid", gid, "env", "-i", ...environmentOf(this.#image)];
    return ended("nsenter", ["--target", `${this.#process}`, ...namespaces, ...user, ...command]);
  }

  /** Asks its server from its own network, by the curl of this machine. */
  async curl(args: readonly string[]): Promise<Ended> {
    const curl = ["curl", "-sS", "--max-time", "60", ...args];
    return ended("nsenter", ["--target", `${this.#process}`, "--net", ...curl]);
  }

  get #hasEnded(): boolean {
    return this.#unshare.exitCode !== null || this.#unshare.signalCode !== null;
  }
}

async function ended(program: string, args: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(program, args);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && typeof error.code === "number")) throw error;
    return { code: error.code, output: error.message.slice(error.message.indexOf("\n") + 1) };
  }
}

async function firstChild(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return Number(children.trim().split(" ")[0]);
}
