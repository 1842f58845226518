import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free_port.ts";
import { canUsePrograms, copyPrograms, postgresPrograms, serverUser } from "./postgres_programs.ts";

/** All is as PostgreSQL ships it, `fsync` and `synchronous_commit` above all, but for what a small machine wants. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "64MB",
  // Its files lie in the folder of the cluster, so they go with it even if the server is killed.
  dynamic_shared_memory_type: "mmap",
};
const INITDB = [
  "--no-sync",
  "--auth=trust",
  "--username=postgres",
  "--encoding=UTF8",
  "--locale=C",
];
const READY = "database system is ready to accept connections";
const KEPT_LOG = 16_384;
/** The signal for each way to stop: as an operator does, without cleaning up, and as a crash does. */
const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT", kill: "SIGKILL" } as const;

/** How a server is stopped. `"kill"` kills only its first process: the others notice that, and end. */
export type StopMode = keyof typeof SIGNALS;

/** A cluster in a temporary folder of its own, and the server's process. Who makes one has to remove it. */
export class PostgresServer {
  readonly url: string;
  readonly #folder: string;
  readonly #command: readonly string[];
  #process: ChildProcess | undefined;
  #log = "";
  /** The segment by which the next server knows that all processes of this one have ended. A killed server leaves it behind. */
  #sharedMemory = "";

  private constructor(folder: string, programs: string, port: number, settings: object) {
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
    const options = Object.entries({ ...SETTINGS, ...settings, port });
    this.#command = [
      join(programs, "bin", "postgres"),
      "-D",
      join(folder, "data"),
      ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
  }

  /**
   * Makes a cluster whose only role is `postgres`, without a password.
   *
   * @param settings Further parameters of the server.
   * @param programs The folder of PostgreSQL's programs.
   */
  static async create(
    settings: Readonly<Record<string, string>>,
    programs: string = postgresPrograms(),
  ): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), "varpost-postgres-"));
    try {
      await chmod(folder, 0o711);
      const own = join(folder, "native");
      const usable = canUsePrograms(programs) ? programs : own;
      if (usable === own) await copyPrograms(programs, own);
      const data = join(folder, "data");
      await mkdir(data, { mode: 0o700 });
      const user = serverUser();
      if (user !== undefined) await chown(data, user.uid, user.gid);
      await makeCluster(join(usable, "bin", "initdb"), data);
      return new PostgresServer(folder, usable, await freePort(), settings);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts the server, and waits until it takes connections. */
  async start(): Promise<void> {
    const [program = "", ...argv] = this.#command;
    this.#log = "";
    const child = spawn(program, argv, spawnOptions());
    this.#process = child;
    const ended = once(child, "close");
    await new Promise<void>((resolve, reject) => {
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-KEPT_LOG);
        if (this.#log.includes(READY)) resolve();
      });
      const fail = () => reject(new Error(`Cannot start PostgreSQL: it ended: ${this.#log}`));
      ended.then(fail, reject);
    });
    const file = await readFile(join(this.#folder, "data", "postmaster.pid"), "utf8");
    this.#sharedMemory = /^ *\d+ +(\d+) *$/m.exec(file)?.[1] ?? "";
  }

  /** Stops the server, and waits until none of its processes is left. */
  async stop(mode: StopMode): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    // All processes of the server hold its standard error open, so its end is that of the last one.
    const ended = once(child, "close");
    child.kill(SIGNALS[mode]);
    await ended;
    if (mode === "kill") spawnSync("ipcrm", ["-m", this.#sharedMemory]);
  }

  /** Stops the server, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop("immediate");
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function makeCluster(initdb: string, data: string): Promise<void> {
  const child = spawn(initdb, [...INITDB, "-D", data], spawnOptions());
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) {
    const advice = "Is TMPDIR a folder that the user 'nobody' may enter?";
    throw new Error(`Cannot make a cluster of PostgreSQL: ${log} ${advice}`);
  }
}

function spawnOptions(): object {
  return {
    ...serverUser(),
    stdio: ["ignore", "ignore", "pipe"],
    // Its messages are looked at.
    env: { ...process.env, LC_ALL: "C" },
  };
}
