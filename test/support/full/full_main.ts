/**
 * `npm run test:full [MiB]`: tests each durable storage on a full disk, through the real server. It mounts small file systems, in
 * memory and on a loop device. There it uploads more than fits, writes and deletes meanwhile, takes all room, stops and kills the
 * server, and makes room again. It also uploads more than fits where the size of files is limited (`ulimit -f`). The file systems
 * are mounted in a namespace of this command, so they disappear with it, however it ends. A loop device needs root. If a file
 * system cannot be mounted, the command fails and says so. For PostgreSQL the disk has the tables, and not the log.
 */
import { useOwnMounts } from "../own_mounts.ts";
import { withTempDir } from "../temp_dir.ts";
import { FullClient } from "./full_client.ts";
import { runFullPostgres } from "./full_postgres.ts";
import { runFullRounds, starter, uploadBeyond } from "./full_rounds.ts";
import { type DiskKind, withSmallDisk } from "./small_disk.ts";

const MIB = 1_048_576;
const DISKS: readonly DiskKind[] = ["tmpfs", "ext4"];
const STORAGES = ["filesystem", "sqlite"];
const LARGEST_FILE = 32 * MIB;

useOwnMounts();

const size = Number(process.argv[2] ?? 48) * MIB;
let passed = 0;
let failed = 0;

function reporter(storage: string, disk: string) {
  return (step: string, good: boolean, figures: string): void => {
    if (good) passed++;
    else failed++;
    const columns = [good ? "ok" : "FAILED", storage, disk, step].map((text, i) =>
      text.padEnd([6, 10, 8, 56][i] ?? 0),
    );
    console.log(`${columns.join(" ")} ${figures}`);
  };
}

for (const storage of STORAGES) {
  for (const kind of DISKS) {
    const report = reporter(storage, kind);
    try {
      await withSmallDisk(kind, size, (disk) =>
        runFullRounds(disk, starter(storage, disk.root), report),
      );
    } catch (error) {
      report("ran to its end", false, error instanceof Error ? error.message : String(error));
    }
  }
  const report = reporter(storage, "ulimit");
  await withTempDir(async (root) => {
    const limit = ["bash", "-c", `ulimit -f ${LARGEST_FILE / 1_024}; exec "$@"`, "limited"];
    const server = await starter(storage, root, limit)();
    try {
      const disk = { root, free: async () => 0 };
      await uploadBeyond(disk, new FullClient(server.url), report, 2 * LARGEST_FILE);
    } finally {
      await server.stop();
    }
  }).catch((error: unknown) => report("ran to its end", false, String(error)));
}
for (const kind of DISKS) {
  const report = reporter("postgres", kind);
  try {
    await withSmallDisk(kind, 2 * size, (disk) => runFullPostgres(disk, report));
  } catch (error) {
    report("ran to its end", false, error instanceof Error ? error.message : String(error));
  }
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
