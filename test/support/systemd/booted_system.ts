import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { until } from "../until.ts";

const run = promisify(execFile);

/** Devices that a container has. */
const DEVICES = "null zero full random urandom tty";

/** A folder in which systemd runs as process 1, with processes, mounts and a network of its own. */
export class BootedSystem {
  readonly #unshare: ChildProcess;
  readonly #init: string;

  private constructor(unshare: ChildProcess, init: string) {
    this.#unshare = unshare;
    this.#init = init;
  }

  /** Boots the system in a folder, and waits until it takes commands. */
  static async boot(root: string): Promise<BootedSystem> {
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc"];
    const args = [...namespaces, "--fork", "--kill-child=SIGKILL", "sh", "-c", bootScript(root)];
    const unshare = spawn("unshare", args, { stdio: ["ignore", "ignore", "inherit"] });
    const children = `/proc/${unshare.pid}/task/${unshare.pid}/children`;
    let init = "";
    await until(async () => {
      init = (await readFile(children, "utf8")).trim();
      return init !== "";
    });
    const system = new BootedSystem(unshare, init);
    await until(async () => {
      const { output } = await system.run("systemctl is-system-running");
      return /^(running|degraded)/.test(output);
    });
    return system;
  }

  /** Runs a script of the shell in it, as root. */
  async run(script: string): Promise<{ readonly code: number; readonly output: string }> {
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc", "--root", "--wd"];
    const shell = ["env", "-i", `PATH=${PATH}`, "sh", "-c", script];
    try {
      const { stdout } = await run("nsenter", ["--target", this.#init, ...namespaces, ...shell]);
      return { code: 0, output: stdout.trim() };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && typeof error.code === "number"))
        throw error;
      const output = "stdout" in error ? String(error.stdout) : "";
      return { code: error.code, output: output.trim() || error.message };
    }
  }

  /** Ends all of its processes. */
  end(): void {
    this.#unshare.kill("SIGKILL");
  }
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function bootScript(root: string): string {
  return `set -e
    mount --make-rprivate /
    mount --bind ${root} ${root}
    mount -t proc proc ${root}/proc
    mount -t sysfs sysfs ${root}/sys
    for folder in run tmp dev; do mount -t tmpfs tmpfs ${root}/$folder; done
    for device in ${DEVICES}; do touch ${root}/dev/$device; mount --bind /dev/$device ${root}/dev/$device; done
    mkdir ${root}/dev/shm ${root}/dev/pts ${root}/dev/hugepages
    ln -s pts/ptmx ${root}/dev/ptmx
    mount -t cgroup2 cgroup2 ${root}/sys/fs/cgroup
    ip link set lo up
    mkdir -p ${root}/old
    cd ${root}
    pivot_root . old
    umount -l /old
    mount --make-rshared /
    exec env -i container=docker PATH=${PATH} /lib/systemd/systemd --system --log-level=warning`;
}
