import { spawnSync } from "node:child_process";
import { mkdir, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTempDir } from "../temp_dir.ts";

/** The kind of a small file system. */
export type DiskKind = "tmpfs" | "ext4";

export interface SmallDisk {
  readonly root: string;
  /** Number of bytes that any user may still write. */
  free(): Promise<number>;
  /** Takes this many bytes, as another program would. */
  take(bytes: number): Promise<void>;
  /** Takes all free bytes. */
  fill(): Promise<void>;
  /** Gives the taken bytes back. */
  empty(): Promise<void>;
}

/**
 * Calls `run` with a file system of its own, mounted in a temporary folder, and removes it afterwards, also after an error.
 *
 * @param size Size in bytes.
 * @throws {Error} If this process may not mount a file system.
 */
export function withSmallDisk(
  kind: DiskKind,
  size: number,
  run: (disk: SmallDisk) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const root = join(directory, "disk");
    await mkdir(root);
    if (kind === "tmpfs") mount(["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", root]);
    else {
      const image = join(directory, "image");
      await writeFile(image, "");
      await truncate(image, size);
      command("mkfs.ext4", ["-q", "-m", "0", "-O", "^has_journal", image]);
      mount(["-o", "loop", image, root]);
    }
    try {
      await run(smallDisk(root));
    } finally {
      command("umount", [root]);
    }
  });
}

function smallDisk(root: string): SmallDisk {
  const filler = join(root, "filler");
  const free = async () => {
    const { bavail, bsize } = await statfs(root);
    return bavail * bsize;
  };
  return {
    root,
    free,
    take: (bytes) => writeFile(filler, new Uint8Array(bytes), { flag: "a" }),
    async fill() {
      for (let size = 1_048_576; size >= 512; ) {
        const full = await writeFile(filler, new Uint8Array(size), { flag: "a" }).then(
          () => false,
          () => true,
        );
        if (full) size /= 2;
      }
    },
    empty: () => rm(filler, { force: true }),
  };
}

function mount(args: readonly string[]): void {
  command("mount", args);
}

function command(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new Error(
    `Cannot make a small file system: '${program} ${args.join(" ")}' failed: ${error?.message ?? stderr.trim()}`,
  );
}
