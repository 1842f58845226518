/** The search path of the image of Node. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** How a command runs in a folder that is its root. */
export interface RootedRun {
  readonly root: string;
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly command: readonly string[];
  /** The user and the group. Default: root. */
  readonly user?: string;
  /** Folders of this machine, by the folders in the root where they are mounted for writing. If given, the root is read-only. */
  readonly volumes?: ReadonlyMap<string, string>;
}

/**
 * The arguments of `unshare` for a command with a root, a process tree and mounts of its own; process 1 is the command itself. A
 * read-only one also has a network of its own, and no capability, as Docker's `--read-only --cap-drop ALL` with
 * `no-new-privileges`.
 */
export function unshareArguments({
  root,
  cwd,
  env,
  command,
  user,
  volumes,
}: RootedRun): readonly string[] {
  const script = [
    "set -e",
    "mount --make-rprivate /",
    `mount --bind ${root} ${root}`,
    `mount -t proc proc ${root}/proc`,
    `mount --bind /dev ${root}/dev`,
    ...[...(volumes ?? [])].map(([inside, outside]) => `mount --bind ${outside} ${root}${inside}`),
    ...(volumes ? [`mount -o remount,ro,bind ${root}`, "ip link set lo up"] : []),
    'exec "$@"',
  ].join("\n");
  const [uid = "0", gid = uid] = (user ?? "0").split(":");
  const rights = volumes ? ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] : [];
  return [
    ...["--mount", "--pid", "--fork", "--kill-child=SIGKILL", ...(volumes ? ["--net"] : [])],
    ...["sh", "-c", script, "sh", "chroot", root],
    ...["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...rights],
    ...["env", "-i", `--chdir=${cwd}`, ...environmentOf({ env })],
    ...command,
  ];
}

/** The environment of a command, as arguments of `env`. */
export function environmentOf({ env }: Pick<RootedRun, "env">): readonly string[] {
  const settings = new Map([["PATH", PATH], ["HOME", "/root"], ...env]);
  return [...settings].map(([name, value]) => `${name}=${value}`);
}
